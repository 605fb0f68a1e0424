/** Findings for a person in a terminal. */
import pc from "picocolors";
import type { FileResult } from "../engine/run.ts";
import { joinBlocks, renderClosing } from "./closing.ts";
import { renderFinding } from "./finding-text.ts";
import { printable } from "./printable.ts";
import type { RenderOptions, Reporter } from "./reporter.ts";
import { renderStatistics } from "./statistics-text.ts";

/** Renders a run: what was fixed, what remains, and the numbers. Problems are left to the error stream. */
export const renderText: Reporter = (run, options) => {
  const closing = renderClosing(run, options);
  if (options.statistics) return joinBlocks([renderStatistics(run, options), closing]);
  const explained = new Set<string>();
  // A reason stands once a run: at its rule's first finding.
  const why = (code: string): string | undefined => {
    if (explained.has(code)) return undefined;
    explained.add(code);
    return options.why?.(code);
  };
  const blocks = run.files.flatMap((file) => [
    options.quiet ? "" : renderFixed(file, options),
    ...renderFindings(file, { ...options, why }),
  ]);
  return joinBlocks([...blocks, closing]);
};

function renderFindings({ path, source, findings }: FileResult, options: RenderOptions): string[] {
  if (source === undefined) return [];
  return findings.map((finding) => renderFinding(finding, source, path, options));
}

function renderFixed({ path, fixed }: FileResult, { color }: RenderOptions): string {
  if (fixed.length === 0) return "";
  const colors = pc.createColors(color);
  const counts = new Map<string, number>();
  for (const { code, name, fix } of fixed) {
    const line = `  ${code} ${name}: ${fix.title}`;
    counts.set(line, (counts.get(line) ?? 0) + 1);
  }
  const lines = [...counts].map(([line, count]) =>
    printable(count === 1 ? line : `${line} (${count} times)`, { oneLine: true }),
  );
  return `${colors.bold(`${printable(path, { oneLine: true })}:`)} ${colors.green("fixed")}\n${lines.join("\n")}\n`;
}
