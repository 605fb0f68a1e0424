/** Findings for programs: one JSON object, described by `findings.schema.json`. */
import type { FileResult } from "../engine/run.ts";
import { summarize } from "../engine/summary.ts";
import { describeFinding } from "./json-finding.ts";
import type { Reporter } from "./reporter.ts";
import { countRules } from "./statistics.ts";

/** Renders a run as indented JSON. */
export const renderJson: Reporter = (run, { statistics = false }) => {
  // Facts about this run and this host are no part of what the recipes were judged for.
  const { sources: _sources, acceptsSyntax: _acceptsSyntax, building: _building, ...target } = run.target;
  const report = {
    version: 1,
    target,
    files: run.files.map(describeFile),
    skipped: (run.skipped ?? []).map(({ path, reason }) => ({ path, reason })),
    ...(statistics && { statistics: countRules(run) }),
    summary: summarize(run),
  };
  return `${JSON.stringify(report, null, 2)}\n`;
};

function describeFile({ path, source, findings, problems }: FileResult): object {
  return {
    path,
    findings: source === undefined ? [] : findings.map((finding) => describeFinding(finding, source)),
    problems: problems.map(({ kind, message }) => ({ kind, message })),
  };
}
