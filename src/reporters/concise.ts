/** One line a finding, for those who read many. */
import pc from "picocolors";
import type { SourceText } from "#grammar/source.ts";
import type { Finding } from "#rules/define-rule.ts";
import { joinBlocks, renderClosing } from "./closing.ts";
import { paintSeverity } from "./paint.ts";
import { placeOf } from "./place.ts";
import { printable } from "./printable.ts";
import type { RenderOptions, Reporter } from "./reporter.ts";
import { linkRule } from "./rule-label.ts";
import { renderStatistics } from "./statistics-text.ts";

/** Renders `path:line:column: severity CODE name: message [fix]`, columns in UTF-16, and the closing lines. */
export const renderConcise: Reporter = (run, options) => {
  const lines = run.files.flatMap(({ path, source, findings }) =>
    source === undefined ? [] : findings.map((finding) => describeFinding(finding, source, path, options)),
  );
  return joinBlocks([
    options.statistics ? renderStatistics(run, options) : lines.join(""),
    renderClosing(run, options),
  ]);
};

/** One line, ended. */
export function describeFinding(finding: Finding, source: SourceText, path: string, options: RenderOptions): string {
  const colors = pc.createColors(options.color);
  const { line, column } = placeOf(source, finding.range);
  const place = colors.bold(`${printable(path, { oneLine: true })}:${line}:${column}:`);
  const severity = paintSeverity(finding.severity, colors)(finding.severity);
  const rule = colors.dim(linkRule(finding, options));
  return `${place} ${severity} ${rule}: ${printable(finding.message, { oneLine: true })}${describeFix(finding)}\n`;
}

function describeFix({ fix }: Finding): string {
  if (fix === undefined || fix.safety === "manual") return "";
  return fix.safety === "safe" ? " [fix]" : " [unsafe fix]";
}
