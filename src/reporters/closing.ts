/** The numbers under a report for a person. */
import pc from "picocolors";
import type { FileResult, RunResult } from "../engine/run.ts";
import { countFixes, type FixCount, type Summary, summarize } from "../engine/summary.ts";
import { count, countSeverities } from "./count.ts";
import { paintSeverity } from "./paint.ts";
import { printable } from "./printable.ts";
import type { ReportOptions } from "./reporter.ts";

/** Skipped files that are named. */
const MOST_NAMES = 3;

/** What was found, mended and left out, a line each; empty where nothing was read or the numbers are not wanted. */
export function renderClosing(run: RunResult, { color, quiet = false }: ReportOptions): string {
  if (quiet) return "";
  const summary = summarize(run);
  const lines = [
    ...(summary.files === 0 ? [] : [describeFound(run, summary, color), ...describeFixes(run.files)]),
    ...describeHidden(run, summary),
    ...describeSkipped(run),
  ];
  return lines.map((line) => `${line}\n`).join("");
}

/** Puts an empty line between blocks of ended lines; empty ones are left out. */
export function joinBlocks(blocks: readonly string[]): string {
  return blocks.filter((block) => block !== "").join("\n");
}

function describeFound({ files }: RunResult, summary: Summary, color: boolean): string {
  const colors = pc.createColors(color);
  const counts = countSeverities(
    files.flatMap(({ findings }) => findings),
    (severity, phrase) => paintSeverity(severity, colors)(phrase),
  );
  const left = summary.fixed > 0 ? "left" : "found";
  const found = counts.length === 0 ? `nothing ${left}` : `${counts.join(", ")}${summary.fixed > 0 ? " left" : ""}`;
  return `${found} in ${count(summary.files, "file")}`;
}

/** The findings that were mended, and those that the flags would mend: one line or none. */
function describeFixes(files: readonly FileResult[]): string[] {
  const fixed = files.reduce((sum, file) => sum + file.cured, 0);
  const safe = countFixes(files, "safe").findings;
  const unsafe = countFixes(files, "unsafe").findings;
  const parts: string[] = [];
  const add = (number: number, first: string, further: string): void => {
    if (number > 0) parts.push(`${number} ${parts.length === 0 ? first : further}`);
  };
  add(fixed, "fixed", "");
  add(safe, `fixable with --fix (--diff shows ${safe === 1 ? "it" : "them"})`, "more with --fix");
  add(unsafe, "fixable with --fix --unsafe-fixes", `${parts.length === 1 ? "more " : ""}with --unsafe-fixes`);
  return parts.length === 0 ? [] : [parts.join(", ")];
}

function describeHidden({ hygieneShown }: RunResult, { hygiene, suppressed, known }: Summary): string[] {
  const lines: string[] = [];
  if (hygiene > 0 && !hygieneShown)
    lines.push(`${count(hygiene, "hygiene note")}, --hygiene shows ${hygiene === 1 ? "it" : "them"}`);
  if (suppressed > 0) lines.push(`${count(suppressed, "finding")} left out by comments of the recipes`);
  if (known > 0) lines.push(`${count(known, "known finding")} left out by the baseline`);
  return lines;
}

/** The files that are no definition files, as one line or none. */
export function describeSkipped({ skipped = [] }: Pick<RunResult, "skipped">): string[] {
  const [first] = skipped;
  if (first === undefined) return [];
  const number = count(skipped.length, "file");
  if (skipped.length === 1) return [printable(`${number} skipped: ${first.path} ${first.reason}`, { oneLine: true })];
  const names = skipped.slice(0, MOST_NAMES).map(({ path }) => path);
  const more = skipped.length > names.length ? ` and ${skipped.length - names.length} more` : "";
  const line = `${number} skipped that are no definition files: ${names.join(", ")}${more}`;
  return [printable(line, { oneLine: true })];
}

/** "6 more fixes with --unsafe-fixes", where there are others. */
export function describeUnsafe({ fixes }: FixCount, { hasOthers }: { readonly hasOthers: boolean }): string {
  const number = hasOthers ? count(fixes, "more fix", "more fixes") : count(fixes, "fix", "fixes");
  return `${number} with --unsafe-fixes`;
}
