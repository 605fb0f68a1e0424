/** What compilers print, for editors and programs that read such lines. */
import { placeOf } from "./place.ts";
import { printable } from "./printable.ts";
import type { Reporter } from "./reporter.ts";
import { labelRule } from "./rule-label.ts";

const SEVERITIES = { error: "Error", warning: "Warning", info: "Info" } as const;

/** Renders `path:line:column: message [Severity/CODE name]`, columns in UTF-16, and nothing else. */
export const renderUnix: Reporter = ({ files }) =>
  files
    .flatMap(({ path, source, findings }) => {
      if (source === undefined) return [];
      return findings.map((finding) => {
        const { line, column } = placeOf(source, finding.range);
        const message = `${finding.message} [${SEVERITIES[finding.severity]}/${labelRule(finding)}]`;
        return `${printable(`${path}:${line}:${column}: ${message}`, { oneLine: true })}\n`;
      });
    })
    .join("");
