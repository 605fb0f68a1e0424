/** The XML of JUnit's test results: a recipe is a suite, and a finding that fails the run is a test that failed. */
import { type Finding, SEVERITIES } from "#rules/define-rule.ts";
import type { FileResult } from "../engine/run.ts";
import { describeFinding } from "./concise.ts";
import { pathIn } from "./listing.ts";
import { placeOf } from "./place.ts";
import type { Reporter, ReportOptions } from "./reporter.ts";
import { labelRule } from "./rule-label.ts";
import { escapeXml, renderDocument, renderElement } from "./xml.ts";

const PLAIN = { color: false, columns: undefined };

/** Renders a suite a recipe. What fails nothing stands in its output: a build server would count it as a failure otherwise. */
export const renderJunit: Reporter = (run, options) => {
  const suites = run.files.map((file, index) => renderSuite(file, index, options));
  return renderDocument(renderElement("testsuites", {}, suites));
};

function renderSuite(
  file: FileResult,
  index: number,
  { cwd, failOn = "warning", now = new Date() }: ReportOptions,
): string {
  const path = pathIn(cwd, file.path);
  const fails = ({ severity }: Finding): boolean => SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(failOn);
  const failures = renderFailures(file, path, fails);
  const errors = file.problems.map(({ kind, message }) =>
    renderCase(path, kind, renderElement("error", { type: `deflint.${kind}`, message })),
  );
  const cases = [...failures, ...errors];
  const attributes = {
    name: path,
    // What follows no reader of ours has a use for; Ant's schema wants it all.
    package: "deflint",
    id: index,
    timestamp: now.toISOString().slice(0, 19),
    hostname: "localhost",
    tests: Math.max(1, cases.length),
    failures: failures.length,
    errors: errors.length,
    time: 0,
  };
  const notes = renderNotes(file, path, (finding) => !fails(finding));
  return renderElement("testsuite", attributes, [
    renderElement("properties", {}, [renderElement("property", { name: "tool", value: "deflint" })]),
    ...(cases.length > 0 ? cases : [renderCase(path, "deflint")]),
    `<system-out>${escapeXml(notes)}</system-out>\n`,
    "<system-err></system-err>\n",
  ]);
}

function renderFailures(
  { source, findings }: FileResult,
  path: string,
  fails: (finding: Finding) => boolean,
): string[] {
  if (source === undefined) return [];
  return findings.filter(fails).map((finding) => {
    const { line, column } = placeOf(source, finding.range);
    const attributes = { type: finding.severity, message: finding.message };
    const text = escapeXml(describeFinding(finding, source, path, PLAIN));
    const failure = renderElement("failure", attributes, [text]);
    return renderCase(path, `${labelRule(finding)} ${line}:${column}`, failure);
  });
}

function renderNotes({ source, findings }: FileResult, path: string, isNote: (finding: Finding) => boolean): string {
  if (source === undefined) return "";
  return findings
    .filter(isNote)
    .map((finding) => describeFinding(finding, source, path, PLAIN))
    .join("");
}

function renderCase(path: string, name: string, ...content: readonly string[]): string {
  return renderElement("testcase", { classname: path, name, time: 0 }, content);
}
