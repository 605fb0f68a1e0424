/** One finding as a person reads it: place, message, excerpt, why, and what a fix would do. */
import pc from "picocolors";
import type { SourceText } from "#grammar/source.ts";
import type { Finding, Fix } from "#rules/define-rule.ts";
import { safetyOf } from "../fixer/select.ts";
import { makeExcerpt } from "./excerpt.ts";
import { type Colors, paintSeverity } from "./paint.ts";
import { placeOf } from "./place.ts";
import { plainText } from "./plain-text.ts";
import { printable } from "./printable.ts";
import type { RenderOptions } from "./reporter.ts";
import { labelRule, linkRule } from "./rule-label.ts";
import { measureText, wrapText } from "./wrap-text.ts";

/** Columns of excerpt and notes where no terminal sets them. */
const DEFAULT_COLUMNS = 120;
/** Below this a terminal wraps by itself. */
const LEAST_COLUMNS = 40;
const INDENT = "    ";
const CUT = " ...";
/** Lines that a reason may take; `deflint explain` has the whole. */
const REASON_LINES = 2;

/** Renders one finding, each line ended. */
export function renderFinding(finding: Finding, source: SourceText, path: string, options: RenderOptions): string {
  const colors = pc.createColors(options.color);
  const columns = Math.max(options.columns ?? DEFAULT_COLUMNS, LEAST_COLUMNS);
  // A pipe gets one line: what reads it parts findings by their lines.
  const headColumns = options.columns === undefined ? Number.POSITIVE_INFINITY : columns;
  const lines = [
    ...renderHeadline(finding, source, path, headColumns, colors, options),
    ...renderExcerpt(finding, source, columns, colors),
  ];
  const note = (label: string, text: string, most = Number.POSITIVE_INFINITY): void => {
    const room = columns - label.length - 6;
    const [first = "", ...rest] = cutLines(wrapText(printable(text, { oneLine: true }), room), most, room);
    lines.push(`  = ${colors.bold(label)}: ${first}`, ...rest.map((line) => `${" ".repeat(label.length + 6)}${line}`));
  };
  for (const { message, range } of finding.related)
    note("note", `line ${source.positionAt(range.start).line + 1}: ${message}`);
  const why = options.why?.(finding.code);
  if (why !== undefined) note("why", plainText(why), REASON_LINES);
  if (finding.fix !== undefined) note("fix", describeFix(finding.fix, options.building === true));
  return `${lines.join("\n")}\n`;
}

/** The first lines of wrapped prose; where it goes on, the last one says so. */
function cutLines(lines: readonly string[], most: number, columns: number): readonly string[] {
  if (lines.length <= most) return lines;
  let last = lines[most - 1] ?? "";
  while (measureText(last) + CUT.length > columns && last.includes(" ")) last = last.slice(0, last.lastIndexOf(" "));
  return [...lines.slice(0, most - 1), `${last}${CUT}`];
}

function renderHeadline(
  finding: Finding,
  source: SourceText,
  path: string,
  columns: number,
  colors: Colors,
  options: RenderOptions,
): string[] {
  const { line, column } = placeOf(source, finding.range);
  const place = `${printable(path, { oneLine: true })}:${line}:${column}:`;
  const severity = paintSeverity(finding.severity, colors)(finding.severity);
  const taken = measureText(`${place} ${finding.severity} ${labelRule(finding)}:`);
  const [first = "", ...rest] = wrapText(printable(finding.message, { oneLine: true }), columns - INDENT.length, taken);
  const head = `${colors.bold(place)} ${severity} ${colors.dim(linkRule(finding, options))}:`;
  return [first === "" ? head : `${head} ${first}`, ...rest.map((text) => `${INDENT}${text}`)];
}

function renderExcerpt(finding: Finding, source: SourceText, columns: number, colors: Colors): string[] {
  const lastNumber = `${source.positionAt(finding.range.start).line + 1}`;
  const gutter = `${" ".repeat(lastNumber.length)} ${colors.dim("|")}`;
  const { text, indent, carets, line, lastLine } = makeExcerpt(source, finding.range, columns - lastNumber.length - 3);
  const marks = paintSeverity(finding.severity, colors)("^".repeat(carets));
  const more = lastLine > line ? colors.dim(` ... to line ${lastLine + 1}`) : "";
  return [`${colors.dim(`${lastNumber} |`)} ${text}`.trimEnd(), `${gutter} ${" ".repeat(indent)}${marks}${more}`];
}

/** The fix, and what applies it: in a build --fix is about the file, not about what is mended. */
function describeFix(fix: Fix, building: boolean): string {
  const safety = safetyOf(fix, { building });
  if (building) return `${fix.title} (${safety === "unsafe" ? "--unsafe-fixes" : "by hand"})`;
  const inBuild = safety !== "safe" && safetyOf(fix, { building: true }) === "safe" ? "deflint build applies it" : "";
  if (safety === "manual") return `${fix.title} (${inBuild || "by hand"})`;
  if (safety === "safe") return `${fix.title} (--fix)`;
  return `${fix.title} (--fix --unsafe-fixes${inBuild && `; ${inBuild}`})`;
}
