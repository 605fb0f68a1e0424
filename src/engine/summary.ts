/** The numbers at the end of every report. */
import type { Safety } from "#rules/define-rule.ts";
import type { FileResult, RunResult } from "./run.ts";

/** The numbers of a run, as the JSON has them. */
export interface Summary {
  /** Files that were read and judged. */
  readonly files: number;
  readonly errors: number;
  readonly warnings: number;
  readonly infos: number;
  /** Hygiene findings, shown or not; those shown also stand under their severity. */
  readonly hygiene: number;
  /** Findings that comments of the recipes leave out. */
  readonly suppressed: number;
  /** Findings that a baseline leaves out. */
  readonly known: number;
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
  return {
    files: files.filter(({ source }) => source !== undefined).length,
    errors: countSeverity("error"),
    warnings: countSeverity("warning"),
    infos: countSeverity("info"),
    hygiene: files.reduce((sum, file) => sum + file.hygiene, 0),
    suppressed: files.reduce((sum, file) => sum + file.suppressed, 0),
    known: files.reduce((sum, file) => sum + file.known, 0),
    fixable: { safe: countFixes(files, "safe").findings, unsafe: countFixes(files, "unsafe").findings },
    fixed: files.reduce((sum, file) => sum + file.fixed.length, 0),
  };
}

/** Fixes, and the findings that have them. */
export interface FixCount {
  readonly fixes: number;
  /** Those that have one of these fixes; never fewer. */
  readonly findings: number;
}

/** The fixes of a safety that the findings shown offer; alike fixes of one file are one. */
export function countFixes(files: readonly Pick<FileResult, "findings">[], safety: Safety): FixCount {
  const counts = { fixes: 0, findings: 0 };
  for (const file of files) {
    const offered = file.findings.flatMap(({ fix }) => (fix?.safety === safety ? [JSON.stringify(fix.edits)] : []));
    counts.fixes += new Set(offered).size;
    counts.findings += offered.length;
  }
  return counts;
}
