/** SARIF 2.1.0, which code hosts and editors read. */
import packageJson from "../../package.json" with { type: "json" };
import { type Listed, listFindings, listProblems } from "./listing.ts";
import type { Reporter } from "./reporter.ts";
import { describeFix } from "./sarif-fix.ts";
import { describeMessage, LEVELS, locate, ROOT, regionOf } from "./sarif-parts.ts";
import { describeRules } from "./sarif-rules.ts";

const SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/** Renders one run as indented JSON, with the rules that it found something of. */
export const renderSarif: Reporter = (run, { cwd }) => {
  const listed = listFindings(run, cwd);
  const problems = listProblems(run, cwd);
  const rules = describeRules(listed.map(({ finding }) => finding));
  const indexes = new Map(rules.map(({ id }, index) => [id, index]));
  const { version } = packageJson;
  const log = {
    $schema: SCHEMA,
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "deflint", version, semanticVersion: version, rules } },
        invocations: [
          {
            executionSuccessful: problems.length === 0,
            toolExecutionNotifications: problems.map(({ path, problem }) => ({
              level: "error",
              message: describeMessage(problem.message),
              locations: [{ physicalLocation: { artifactLocation: locate(path) } }],
            })),
          },
        ],
        originalUriBaseIds: { [ROOT]: { description: { text: "The directory that deflint ran in." } } },
        columnKind: "utf16CodeUnits",
        results: listed.map((one) => describeResult(one, indexes.get(one.finding.code) ?? -1)),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
};

function describeResult({ path, source, finding, key }: Listed, ruleIndex: number): object {
  const artifactLocation = locate(path);
  const fix = describeFix(finding.fix, source, artifactLocation);
  return {
    ruleId: finding.code,
    ruleIndex,
    level: LEVELS[finding.severity],
    message: describeMessage(finding.message),
    locations: [{ physicalLocation: { artifactLocation, region: regionOf(source, finding.range) } }],
    ...(finding.related.length > 0 && {
      relatedLocations: finding.related.map(({ message, range }, index) => ({
        id: index + 1,
        physicalLocation: { artifactLocation, region: regionOf(source, range) },
        message: describeMessage(message),
      })),
    }),
    partialFingerprints: { "deflint/v1": key },
    ...(fix !== undefined && { fixes: [fix] }),
  };
}
