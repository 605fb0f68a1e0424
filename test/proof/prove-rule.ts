/** Proves one rule: every demonstration in every mode, held against what the linter and the rule's meta say. */
import { LAB_MODES, type LabMode } from "../apptainer/modes.ts";
import type { Bench } from "./build-once.ts";
import type { Demonstration, Mend, Outcome, Proof } from "./define-proof.ts";
import { differencesOf } from "./predict.ts";
import { runProof } from "./run-proof.ts";
import { digestOf, type SeenRow } from "./seen.ts";

export interface Proven {
  readonly rows: readonly SeenRow[];
  /** One sentence each; none where all that was seen is what is claimed. */
  readonly differences: readonly string[];
}

/** `say` is told each cell as it is seen. What the meta claims is asked only where all modes are. */
export async function proveRule(
  bench: Bench,
  { rule, demonstrations }: Proof,
  modes: readonly LabMode[],
  say: (line: string) => void,
): Promise<Proven> {
  const rows: SeenRow[] = [];
  const differences: string[] = [];
  const seen = new Map<string, Outcome>();
  const version = await bench.lab.run("apptainer", ["--version"], { cwd: "/tmp" });
  for (const [at, demonstration] of demonstrations.entries()) {
    for (const mode of modes) {
      const { what = "" } = demonstration;
      const title = `${rule}${what && ` (${what})`} ${mode}`;
      const facts = {
        rule,
        what,
        mode,
        besides: demonstration.besides?.[mode] ?? "",
        apptainer: version.text.trim().replace(/^\D*/, ""),
        date: new Date().toISOString().slice(0, 10),
        digest: digestOf(demonstration, mode),
      };
      const reason = demonstration.notShown?.[mode];
      if (reason !== undefined) {
        say(`${title}: not shown here: ${reason}`);
        rows.push({ ...facts, before: `not shown: ${reason}`, mend: "", after: "", setting: "", evidence: "" });
        continue;
      }
      const { before, after, evidence, isReal, objections } = await runProof(
        bench,
        demonstration,
        mode,
        `${rule}-${at + 1}`,
      );
      const mend = after === undefined ? "" : nameOf(after.mend);
      say(`${title}: ${before}${after ? ` -> ${mend}: ${after.outcome}` : ""}`);
      differences.push(...objections.map((objection) => `${title}: ${objection}`));
      seen.set(`${at} ${mode}`, before);
      const root = bench.lab.isRootReal ? "real" : "user namespace";
      const setting = mode === "root" ? root : isReal ? "real" : "stand-in";
      rows.push({ ...facts, before, mend, after: after?.outcome ?? "", setting, evidence });
    }
  }
  const seenIn = (demonstration: Demonstration, mode: LabMode) =>
    seen.get(`${demonstrations.indexOf(demonstration)} ${mode}`);
  if (modes.length === LAB_MODES.length) differences.push(...differencesOf({ rule, demonstrations }, seenIn));
  return { rows, differences };
}

function nameOf(mend: Mend): string {
  return typeof mend === "string" ? mend : `advice: ${mend.advice}`;
}
