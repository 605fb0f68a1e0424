/** Annotations of a GitHub workflow: commands that its runner reads from the output of a step. */
import { listFindings, listProblems } from "./listing.ts";
import { placeOf } from "./place.ts";
import { printable } from "./printable.ts";
import type { Reporter } from "./reporter.ts";
import { labelRule } from "./rule-label.ts";

const COMMANDS = { error: "error", warning: "warning", info: "notice" } as const;

/** Renders a command a finding and a problem. */
export const renderGithub: Reporter = (run, { cwd }) =>
  [
    ...listProblems(run, cwd).map(({ path, problem }) =>
      renderCommand("error", { title: "deflint", file: path }, problem.message),
    ),
    ...listFindings(run, cwd).map(({ path, source, finding }) => {
      const { line, column, lastLine, endLine, endColumn } = placeOf(source, finding.range);
      // Columns are refused where an annotation takes more than one line.
      const columns = line === endLine ? { col: column, endColumn } : {};
      const properties = { title: labelRule(finding), file: path, line, endLine: lastLine, ...columns };
      return renderCommand(COMMANDS[finding.severity], properties, finding.message);
    }),
  ].join("");

function renderCommand(command: string, properties: Readonly<Record<string, string | number>>, text: string): string {
  const given = Object.entries(properties).map(([name, value]) => `${name}=${escapeProperty(`${value}`)}`);
  return `::${command} ${given.join(",")}::${escapeData(text)}\n`;
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}

/** The runner undoes the escapes; what is left of control characters would reach the terminals that show its log. */
function escapeData(text: string): string {
  const escaped = text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
  return printable(escaped, { oneLine: true });
}
