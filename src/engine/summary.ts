/** The numbers at the end of every report, and the exit code that follows from them. */
import { EXIT } from "../exit-codes.ts";
import type { RunResult } from "./run.ts";

export interface Summary {
  /** Files that were read and judged. */
  readonly files: number;
  readonly errors: number;
  readonly warnings: number;
  readonly infos: number;
  /** Hygiene findings, shown or not; those shown also stand under their severity. */
  readonly hygiene: number;
  /** Findings silenced by a comment or the configuration. */
  readonly suppressed: number;
  /** Findings shown that have a fix, by its safety. */
  readonly fixable: { readonly safe: number; readonly unsafe: number };
  /** Fixes written. */
  readonly fixed: number;
}

/** Counts a run. */
export function summarize({ files }: RunResult): Summary {
  const findings = files.flatMap((file) => file.findings);
  const countSeverity = (severity: string): number =>
    findings.filter((finding) => finding.severity === severity).length;
  const countSafety = (safety: string): number => findings.filter(({ fix }) => fix?.safety === safety).length;
  return {
    files: files.filter(({ source }) => source !== undefined).length,
    errors: countSeverity("error"),
    warnings: countSeverity("warning"),
    infos: countSeverity("info"),
    hygiene: files.reduce((sum, file) => sum + file.hygiene, 0),
    suppressed: 0,
    fixable: { safe: countSafety("safe"), unsafe: countSafety("unsafe") },
    fixed: files.reduce((sum, file) => sum + file.fixed.length, 0),
  };
}

/** The exit code of a check: trouble outweighs findings, and `info` fails nothing. */
export function chooseExitCode(run: RunResult): number {
  if (run.files.some(({ problems }) => problems.length > 0)) return EXIT.trouble;
  const { errors, warnings } = summarize(run);
  return errors + warnings > 0 ? EXIT.findings : EXIT.clean;
}
