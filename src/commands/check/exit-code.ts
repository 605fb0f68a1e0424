/** What a check ends with. */
import type { RunResult } from "../../engine/run.ts";
import { EXIT } from "../../exit-codes.ts";
import type { CheckFlags } from "./flags.ts";

/** The flags that move the line between success and failure. */
export type Thresholds = Pick<CheckFlags, "failOn" | "maxWarnings" | "exitNonZeroOnFix">;

/**
 * The exit code of a run that was to report or to fix. Trouble outweighs findings; errors and stale entries of a baseline fail
 * always; warnings and infos fail by `failOn`, but with `maxWarnings` only more warnings than that do. Hygiene that is not shown,
 * and what a baseline leaves out, count for nothing.
 */
export function chooseExitCode(
  run: RunResult,
  { failOn = "warning", maxWarnings, exitNonZeroOnFix }: Thresholds,
): number {
  if (run.files.some(({ problems }) => problems.length > 0)) return EXIT.trouble;
  const counts = { error: 0, warning: 0, info: 0 };
  for (const { findings } of run.files) for (const { severity } of findings) counts[severity]++;
  const mostWarnings = maxWarnings ?? (failOn === "error" ? Number.POSITIVE_INFINITY : 0);
  const fails =
    counts.error > 0 ||
    counts.warning > mostWarnings ||
    (failOn === "info" && counts.info > 0) ||
    (run.stale ?? 0) > 0 ||
    (exitNonZeroOnFix === true && run.files.some(({ fixed }) => fixed.length > 0));
  return fails ? EXIT.findings : EXIT.clean;
}
