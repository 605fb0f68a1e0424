/** Numbers with their nouns. */
import { type Finding, SEVERITIES, type Severity } from "#rules/define-rule.ts";

/** "1 fix", "2 fixes". */
export function count(number: number, singular: string, plural = `${singular}s`): string {
  return `${number} ${number === 1 ? singular : plural}`;
}

/** "1 error", "3 infos": a phrase for each severity that there is, the worst first. `paint` may colour one. */
export function countSeverities(
  findings: readonly Pick<Finding, "severity">[],
  paint: (severity: Severity, phrase: string) => string = (_severity, phrase) => phrase,
): string[] {
  return SEVERITIES.flatMap((severity) => {
    const number = findings.filter((finding) => finding.severity === severity).length;
    return number === 0 ? [] : [paint(severity, count(number, severity))];
  });
}
