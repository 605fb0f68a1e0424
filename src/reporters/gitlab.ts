/** Code quality findings of GitLab: the part of Code Climate's format that its merge requests read. */
import { digestOf } from "../engine/fingerprint.ts";
import { listFindings, listProblems } from "./listing.ts";
import { placeOf } from "./place.ts";
import { printable } from "./printable.ts";
import type { Reporter } from "./reporter.ts";
import { labelRule } from "./rule-label.ts";

const SEVERITIES = { error: "critical", warning: "major", info: "minor" } as const;

/** Renders an indented array; a problem is a finding at the first line, else a broken run would look like a clean one. */
export const renderGitlab: Reporter = (run, { cwd }) => {
  const issues = [
    ...listProblems(run, cwd).map(({ path, problem }, index) => ({
      description: printable(problem.message),
      check_name: `deflint ${problem.kind}`,
      fingerprint: digestOf(JSON.stringify([path, problem, index])),
      severity: "blocker",
      location: { path: path.toWellFormed(), lines: { begin: 1, end: 1 } },
    })),
    ...listFindings(run, cwd).map(({ path, source, finding, key }) => {
      const { line, lastLine } = placeOf(source, finding.range);
      return {
        description: printable(finding.message),
        check_name: labelRule(finding),
        fingerprint: key,
        severity: SEVERITIES[finding.severity],
        location: { path: path.toWellFormed(), lines: { begin: line, end: lastLine } },
      };
    }),
  ];
  return `${JSON.stringify(issues, null, 2)}\n`;
};
