/** Findings for a person in a terminal. */
import pc from "picocolors";
import type { FileResult, RunResult } from "../engine/run.ts";
import { type Summary, summarize } from "../engine/summary.ts";
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

function renderClosing(summary: Summary, { hygieneShown }: RunResult, { color }: RenderOptions): string {
  const colors = pc.createColors(color);
  const { errors, warnings, infos, hygiene, fixable, fixed } = summary;
  const counts = [
    errors > 0 ? colors.red(count(errors, "error")) : "",
    warnings > 0 ? colors.yellow(count(warnings, "warning")) : "",
    infos > 0 ? colors.cyan(`${infos} info`) : "",
  ].filter((part) => part !== "");
  const found = counts.length === 0 ? "nothing found" : counts.join(", ");
  const done = fixed > 0 ? `${count(fixed, "fix", "fixes")} applied; ` : "";
  const lines = [`${done}${found} in ${count(summary.files, "file")}`];
  if (fixable.safe > 0)
    lines.push(`${fixable.safe} fixable with --fix (--diff shows it)${describeHidden(fixable.unsafe, ", ")}`);
  else if (fixable.unsafe > 0) lines.push(describeHidden(fixable.unsafe, ""));
  if (hygiene > 0 && !hygieneShown) lines.push(`${count(hygiene, "hygiene note")}, --hygiene shows them`);
  return `${lines.join("\n")}\n`;
}

function describeHidden(unsafe: number, joint: string): string {
  if (unsafe === 0) return "";
  return joint === "" ? `${unsafe} fixable with --fix --unsafe-fixes` : `${joint}${unsafe} more with --unsafe-fixes`;
}

function count(number: number, singular: string, plural = `${singular}s`): string {
  return `${number} ${number === 1 ? singular : plural}`;
}
