/** A core of the proof: the rules whose hazards the smallest base shows, in every mode, on real Apptainer. */
import { afterAll, describe, expect, test } from "vitest";
import { loadProofs } from "../proof/all-proofs.ts";
import { openBases } from "../proof/bases.ts";
import type { Demonstration } from "../proof/define-proof.ts";
import { differencesOf } from "../proof/predict.ts";
import { runProof, type Seen } from "../proof/run-proof.ts";
import { serveImages } from "../proof/served-images.ts";
import { LAB_MODES, type LabMode } from "./modes.ts";
import { useLab } from "./use-lab.ts";

const CORE = ["DF101", "DF103", "DF104", "DF106", "DF113", "DF118", "DF120", "DF202", "DF203", "DF204"];

const { lab, hasLab } = await useLab({ parent: "/mnt", withoutSuid: "stand-in" });
const bases = hasLab ? openBases(lab, () => {}) : undefined;
const served = bases && (await serveImages(lab, bases));

afterAll(() => served?.close());

const cases = (await loadProofs())
  .filter(({ rule }) => CORE.includes(rule))
  .map(({ rule, demonstrations }) => ({ rule, shown: demonstrations.filter(({ base }) => base === "mini") }))
  .filter(({ shown }) => shown.length > 0);

describe.skipIf(!hasLab)("on real Apptainer", () => {
  test.for(cases)("$rule is what it says, mode by mode", async ({ rule, shown }) => {
    if (bases === undefined || served === undefined) return;
    const seen = new Map<Demonstration, Map<LabMode, Seen>>();
    const objections: string[] = [];
    for (const demonstration of shown) {
      const byMode = new Map<LabMode, Seen>();
      seen.set(demonstration, byMode);
      for (const mode of LAB_MODES) {
        if (demonstration.notShown?.[mode] !== undefined) continue;
        const one = await runProof({ lab, bases, served, logs: undefined }, demonstration, mode, rule);
        byMode.set(mode, one);
        objections.push(...one.objections.map((objection) => `${mode}: ${objection}`));
      }
    }
    expect(objections).toEqual([]);
    const seenIn = (demonstration: Demonstration, mode: LabMode) => seen.get(demonstration)?.get(mode)?.before;
    expect(differencesOf({ rule, demonstrations: shown }, seenIn)).toEqual([]);
  });
});
