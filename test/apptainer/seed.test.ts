/** The two failures that deflint was made for: a package that adds a user, and a pip install that overfills /tmp. */
import { afterAll, describe, expect, test } from "vitest";
import { openBases } from "../proof/bases.ts";
import pipFillsTmp from "../proof/cases/pip-fills-tmp.ts";
import rpmScriptletAddsUser from "../proof/cases/rpm-scriptlet-adds-user.ts";
import type { Demonstration } from "../proof/define-proof.ts";
import { runProof } from "../proof/run-proof.ts";
import { serveImages } from "../proof/served-images.ts";
import { LAB_MODES, type LabMode } from "./modes.ts";
import { useLab } from "./use-lab.ts";

const { lab, hasLab } = await useLab({ parent: "/mnt", withoutSuid: "stand-in" });
const bases = hasLab ? openBases(lab, (what) => process.stderr.write(`${what}\n`)) : undefined;
const served = bases && (await serveImages(lab, bases));

afterAll(() => served?.close());

/** Builds plain and by `deflint build`, and tells all that was seen. */
async function see(demonstration: Demonstration | undefined, mode: LabMode) {
  if (bases === undefined || served === undefined || demonstration === undefined) throw new Error("there is no lab");
  return runProof({ lab, bases, served, logs: undefined }, demonstration, mode, "seed");
}

describe.skipIf(!hasLab)("on real Apptainer", () => {
  test.for(rpmScriptletAddsUser.demonstrations)("a %prein scriptlet that adds a user: $what", async (demonstration) => {
    const seen = await see(demonstration, "suid-fakeroot");
    expect(seen).toMatchObject({ objections: [], before: "fails", after: { mend: "fix", outcome: "fine" } });
    expect(seen.evidence).toMatch(/^error: %prein\(unbound-\S+\) scriptlet failed, exit status 6$/);
    expect(seen.isReal).toBe(lab.hasSuid);
  });

  test.for(LAB_MODES)("a pip install that overfills a /tmp of 20 MB: %s", async (mode) => {
    const seen = await see(pipFillsTmp.demonstrations[0], mode);
    expect(seen).toMatchObject({ objections: [], before: "fails", after: { mend: "plan", outcome: "fine" } });
    expect(seen.evidence).toContain("[Errno 28] No space left on device");
  });
});
