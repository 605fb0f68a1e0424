/** Findings for programs: one JSON object, described by `findings.schema.json`. */
import type { Range, SourceText } from "#grammar/source.ts";
import type { Finding, Fix } from "#rules/define-rule.ts";
import type { FileResult, RunResult } from "../engine/run.ts";
import { summarize } from "../engine/summary.ts";
import { ruleUrl } from "./rule-url.ts";

/** Renders a run as indented JSON. Lines and characters are 0-based, characters in UTF-16. */
export function renderJson(run: RunResult): string {
  // Facts about this run and this host are no part of what the recipes were judged for.
  const { sources: _sources, acceptsSyntax: _acceptsSyntax, building: _building, ...target } = run.target;
  const report = { version: 1, target, files: run.files.map(describeFile), summary: summarize(run) };
  return `${JSON.stringify(report, null, 2)}\n`;
}

function describeFile({ path, source, findings, problems }: FileResult): object {
  return {
    path,
    findings: source === undefined ? [] : findings.map((finding) => describeFinding(finding, source)),
    problems: problems.map(({ kind, message }) => ({ kind, message })),
  };
}

function describeFinding(finding: Finding, source: SourceText): object {
  const { code, name, severity, confidence, message, modes, related, fix } = finding;
  return {
    code,
    name,
    source: "deflint",
    severity,
    confidence,
    message,
    range: describeRange(finding.range, source),
    modes,
    related: related.map((other) => ({ message: other.message, range: describeRange(other.range, source) })),
    fix: fix === undefined ? null : describeFix(fix, source),
    url: ruleUrl(name),
  };
}

function describeFix({ title, safety, edits }: Fix, source: SourceText): object {
  return {
    title,
    safety,
    edits: edits.map((edit) => ({ range: describeRange(edit, source), newText: edit.text })),
  };
}

function describeRange({ start, end }: Range, source: SourceText): object {
  return { start: source.positionAt(start), end: source.positionAt(end) };
}
