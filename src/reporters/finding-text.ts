/** One finding as a person reads it: place, message, excerpt, why, and what a fix would do. */
import pc from "picocolors";
import type { SourceText } from "#grammar/source.ts";
import type { Finding, Fix, Severity } from "#rules/define-rule.ts";
import { makeExcerpt } from "./excerpt.ts";
import type { RenderOptions } from "./index.ts";
import { printable } from "./printable.ts";
import { wrapText } from "./wrap-text.ts";

type Colors = ReturnType<typeof pc.createColors>;

/** Columns of excerpt and notes where no terminal sets them. */
const DEFAULT_COLUMNS = 120;

/** Renders one finding, each line ended. */
export function renderFinding(finding: Finding, source: SourceText, path: string, options: RenderOptions): string {
  const colors = pc.createColors(options.color);
  const columns = Math.max(options.columns ?? DEFAULT_COLUMNS, 40);
  const lines = [renderHeadline(finding, source, path, colors), ...renderExcerpt(finding, source, columns, colors)];
  const note = (label: string, text: string): void => {
    const [first = "", ...rest] = wrapText(printable(text, { oneLine: true }), columns - label.length - 6);
    lines.push(`  = ${colors.bold(label)}: ${first}`, ...rest.map((line) => `${" ".repeat(label.length + 6)}${line}`));
  };
  for (const { message, range } of finding.related)
    note("note", `line ${source.positionAt(range.start).line + 1}: ${message}`);
  const why = options.why?.(finding.code);
  if (why !== undefined) note("why", why);
  if (finding.fix !== undefined) note("fix", describeFix(finding.fix));
  return `${lines.join("\n")}\n`;
}

function renderHeadline(finding: Finding, source: SourceText, path: string, colors: Colors): string {
  const { line, character } = source.positionAt(finding.range.start);
  const place = `${printable(path, { oneLine: true })}:${line + 1}:${character + 1}:`;
  const severity = paintSeverity(finding.severity, colors)(finding.severity);
  const rule = colors.dim(`${finding.code} ${finding.name}`);
  return `${colors.bold(place)} ${severity} ${rule}: ${printable(finding.message, { oneLine: true })}`;
}

function renderExcerpt(finding: Finding, source: SourceText, columns: number, colors: Colors): string[] {
  const lastNumber = `${source.positionAt(finding.range.start).line + 1}`;
  const gutter = `${" ".repeat(lastNumber.length)} ${colors.dim("|")}`;
  const { text, indent, carets, line, lastLine } = makeExcerpt(source, finding.range, columns - lastNumber.length - 3);
  const marks = paintSeverity(finding.severity, colors)("^".repeat(carets));
  const more = lastLine > line ? colors.dim(` ... to line ${lastLine + 1}`) : "";
  return [`${colors.dim(`${lastNumber} |`)} ${text}`.trimEnd(), `${gutter} ${" ".repeat(indent)}${marks}${more}`];
}

function paintSeverity(severity: Severity, colors: Colors): (text: string) => string {
  if (severity === "error") return colors.red;
  return severity === "warning" ? colors.yellow : colors.cyan;
}

function describeFix({ title, safety }: Fix): string {
  if (safety === "manual") return `${title} (by hand)`;
  return safety === "safe" ? `${title} (--fix)` : `${title} (--fix --unsafe-fixes)`;
}
