/** The format of reviewdog, which puts findings and their fixes into reviews. */
import type { SourceText } from "#grammar/source.ts";
import type { Finding, Fix } from "#rules/define-rule.ts";
import { applyEdits } from "../fixer/apply.ts";
import { listFindings, listProblems } from "./listing.ts";
import { bytePlaceOf } from "./place.ts";
import { printable } from "./printable.ts";
import type { Reporter } from "./reporter.ts";
import { findingUrl } from "./rule-url.ts";

/** Renders indented JSON. Lines and columns are 1-based, columns in bytes of UTF-8. */
export const renderRdjson: Reporter = (run, { cwd }) => {
  const problems = listProblems(run, cwd).map(({ path, problem }) => ({
    message: printable(problem.message),
    location: { path: path.toWellFormed() },
    severity: "ERROR",
    code: { value: problem.kind },
  }));
  const findings = listFindings(run, cwd).map(({ path, source, finding }) => ({
    message: printable(finding.message),
    location: { path: path.toWellFormed(), range: describeRange(source, finding.range) },
    severity: finding.severity.toUpperCase(),
    code: describeCode(finding),
    ...describeSuggestions(source, finding.fix),
  }));
  const report = { source: { name: "deflint" }, diagnostics: [...problems, ...findings] };
  return `${JSON.stringify(report, null, 2)}\n`;
};

function describeCode(finding: Finding): object {
  const url = findingUrl(finding);
  return { value: finding.code, ...(url !== null && { url }) };
}

/** One suggestion a fix: reviewdog takes several for alternatives, while the edits of a fix belong together. */
function describeSuggestions(source: SourceText, fix: Fix | undefined): { suggestions?: readonly object[] } {
  const [first] = fix?.edits ?? [];
  const last = fix?.edits.at(-1);
  if (fix === undefined || first === undefined || last === undefined) return {};
  // A text with bytes that are no UTF-8 cannot be written as JSON.
  if (fix.safety === "manual" || source.hasInvalidUtf8) return {};
  const range = { start: first.start, end: last.end };
  const text = applyEdits(source.text, fix.edits, range);
  return { suggestions: [{ range: describeRange(source, range), text }] };
}

function describeRange(source: SourceText, range: Finding["range"]): object {
  const { line, column, endLine, endColumn } = bytePlaceOf(source, range);
  return { start: { line, column }, end: { line: endLine, column: endColumn } };
}
