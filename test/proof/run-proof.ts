/** Builds one demonstration in one mode on real Apptainer, plain and mended, and says what was seen. */
import type { LabMode } from "../apptainer/modes.ts";
import { type Bench, type Build, buildOnce, type Ended } from "./build-once.ts";
import { type Demonstration, type Mend, mendOf, type Outcome } from "./define-proof.ts";

/** What was seen of a demonstration in one mode. */
export interface Seen {
  readonly before: Outcome;
  /** The line of the failing log that shows the hazard; "" for a build that succeeded. */
  readonly evidence: string;
  /** Undefined where there was nothing to mend. */
  readonly after: { readonly mend: Mend; readonly outcome: Outcome } | undefined;
  /** Whether the mode was real, not a stand-in. */
  readonly isReal: boolean;
  /** What speaks against the proof, though the outcome may be right: each a sentence. */
  readonly objections: readonly string[];
}

/** Builds before and, where the hazard bites, after. `name` is what the kept log is called. Rejects only where the lab fails. */
export async function runProof(bench: Bench, demonstration: Demonstration, mode: LabMode, name: string): Promise<Seen> {
  const { recipe, failure, look, lookAfter = look, endsAfter } = demonstration;
  const objections: string[] = [];
  const before = await buildOnce(bench, demonstration, mode, {
    program: "apptainer",
    recipe,
    keepAs: `${name}.before.${mode}`,
  });
  const outcome = await judge(before, look);
  // A build that succeeded can have made an image that fails.
  const hasEnded = before.code !== 0;
  const evidence = hasEnded ? withoutNamesOfThisRun(lineOf(before.text, failure) ?? "") : "";
  if (hasEnded && failure === undefined) objections.push("the build failed, and no failure is expected");
  if (hasEnded && failure !== undefined && evidence === "")
    objections.push(`the build failed without ${failure}:\n${before.text.slice(-3000)}`);
  const isOthers = demonstration.besides?.[mode] !== undefined;
  if (outcome === "fine" || isOthers)
    return { before: outcome, evidence, after: undefined, isReal: before.isReal, objections };
  const mend = mendOf(demonstration, mode);
  if (mend === undefined) {
    objections.push("nothing is said of what ends the hazard here");
    return { before: outcome, evidence, after: undefined, isReal: before.isReal, objections };
  }
  const after = await buildOnce(bench, demonstration, mode, howToMend(demonstration, mend, `${name}.after.${mode}`));
  const mended = await (endsAfter === undefined ? judge(after, lookAfter) : judgeEnd(after, endsAfter));
  if (mended !== "fine")
    objections.push(`after the mend the build is not fine but ${mended}:\n${after.text.slice(-3000)}`);
  const isMended = after.text.includes("deflint build: mended in memory");
  if ((mend === "fix" || mend === "unsafe-fix") && !isMended) objections.push("deflint build mended nothing");
  return { before: outcome, evidence, after: { mend, outcome: mended }, isReal: before.isReal, objections };
}

function howToMend({ recipe }: Demonstration, mend: Mend, keepAs: string): Build {
  if (typeof mend === "object")
    return { program: "apptainer", recipe: mend.recipe ?? recipe, flags: mend.flags ?? [], keepAs };
  return { program: "deflint", recipe, flags: mend === "unsafe-fix" ? ["--unsafe-fixes"] : [], keepAs };
}

async function judge(ended: Ended, look: Demonstration["look"]): Promise<Outcome> {
  try {
    if (ended.code !== 0) return "fails";
    return look === undefined ? "fine" : await look(ended.built);
  } finally {
    ended.remove();
  }
}

/** For a build that is to end. */
async function judgeEnd(ended: Ended, end: RegExp): Promise<Outcome> {
  const outcome = await judge(ended, undefined);
  if (outcome === "fine") return "misleads";
  return lineOf(ended.text, end) === undefined ? "fails" : "fine";
}

function lineOf(log: string, failure: RegExp | undefined): string | undefined {
  return (
    failure &&
    log
      .split(/\r?\n/)
      .find((line) => failure.test(line))
      ?.trim()
  );
}

/** A line of a log as every run of the proof would have it, so that a new record shows what has changed and nothing else. */
function withoutNamesOfThisRun(line: string): string {
  return line
    .replaceAll(/\/\S*deflint-e2e-\w+\/case-\d+/g, "/lab")
    .replaceAll(/build-temp-\d+/g, "build-temp-N")
    .replaceAll(/\/sed\w{6}\b/g, "/sedXXXXXX");
}
