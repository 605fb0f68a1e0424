/** Findings for a person in a terminal. */
import pc from "picocolors";
import type { FileResult, RunResult } from "../engine/run.ts";
import { countFixes, type FixCount, type Summary, summarize } from "../engine/summary.ts";
import { count, countSeverities } from "./count.ts";
import { renderFinding } from "./finding-text.ts";
import type { RenderOptions } from "./index.ts";
import { printable } from "./printable.ts";

/** Renders a run: what was fixed, what remains, and the numbers. Problems are left to the error stream. */
export function renderText(run: RunResult, options: RenderOptions): string {
  const summary = summarize(run);
  const explained = new Set<string>();
  // A reason stands once a run: at its rule's first finding.
  const why = (code: string): string | undefined => {
    if (explained.has(code)) return undefined;
    explained.add(code);
    return options.why?.(code);
  };
  const blocks = run.files.flatMap((file) => [
    ...renderFixed(file, options),
    ...renderFindings(file, { ...options, why }),
  ]);
  const closing = summary.files === 0 ? [] : [renderClosing(summary, run, options)];
  return [...blocks, ...closing].join("\n");
}

function renderFindings({ path, source, findings }: FileResult, options: RenderOptions): string[] {
  if (source === undefined) return [];
  return findings.map((finding) => renderFinding(finding, source, path, options));
}

function renderFixed({ path, fixed }: FileResult, { color }: RenderOptions): string[] {
  if (fixed.length === 0) return [];
  const colors = pc.createColors(color);
  const counts = new Map<string, number>();
  for (const { code, name, fix } of fixed) {
    const line = `  ${code} ${name}: ${fix.title}`;
    counts.set(line, (counts.get(line) ?? 0) + 1);
  }
  const lines = [...counts].map(([line, count]) =>
    printable(count === 1 ? line : `${line} (${count} times)`, { oneLine: true }),
  );
  return [`${colors.bold(`${printable(path, { oneLine: true })}:`)} ${colors.green("fixed")}\n${lines.join("\n")}\n`];
}

function renderClosing(summary: Summary, { files, hygieneShown }: RunResult, { color }: RenderOptions): string {
  const colors = pc.createColors(color);
  const paint = { error: colors.red, warning: colors.yellow, info: colors.cyan };
  const counts = countSeverities(
    files.flatMap(({ findings }) => findings),
    (severity, phrase) => paint[severity](phrase),
  );
  const found = counts.length === 0 ? "nothing found" : counts.join(", ");
  const cured = files.reduce((sum, file) => sum + file.cured, 0);
  const done = summary.fixed > 0 ? `${describeCure({ fixes: summary.fixed, findings: cured }, "cured")}; ` : "";
  const lines = [`${done}${found} in ${count(summary.files, "file")}`, ...describeFixes(files)];
  if (summary.hygiene > 0 && !hygieneShown)
    lines.push(`${count(summary.hygiene, "hygiene note")}, --hygiene shows ${summary.hygiene === 1 ? "it" : "them"}`);
  if (summary.suppressed > 0) lines.push(`${count(summary.suppressed, "finding")} left out by comments of the recipes`);
  return `${lines.join("\n")}\n`;
}

/** What the flags would do, as one line or none. */
function describeFixes(files: readonly FileResult[]): string[] {
  const safe = countFixes(files, "safe");
  const unsafe = countFixes(files, "unsafe");
  if (safe.fixes > 0) {
    const more = unsafe.fixes > 0 ? `, ${describeMore(unsafe)}` : "";
    return [`${describeCure(safe)} with --fix (--diff shows ${safe.fixes === 1 ? "it" : "them"})${more}`];
  }
  return unsafe.fixes > 0 ? [`${describeCure(unsafe)} with --fix --unsafe-fixes`] : [];
}

/** "6 more fixes with --unsafe-fixes". */
export function describeMore({ fixes }: FixCount): string {
  return `${fixes} more ${fixes === 1 ? "fix" : "fixes"} with --unsafe-fixes`;
}

function describeCure({ fixes, findings }: FixCount, verb?: "cured"): string {
  return `${count(fixes, "fix", "fixes")} ${verb ?? (fixes === 1 ? "cures" : "cure")} ${count(findings, "finding")}`;
}
