/** The report of a build that has ended, as a program reads it. */
import type { Finding } from "#rules/define-rule.ts";
import type { HostFacts } from "./host.ts";
import type { Mended } from "./mend-contract.ts";
import { type BuildPlan, withoutSecrets } from "./plan.ts";
import type { RunOutcome } from "./run.ts";

/** When the engine started and ended. */
export interface Times {
  readonly started: Date;
  readonly ended: Date;
}

/** JSON, ended by a line feed. The mended recipe is not in it: it stands beside it. */
export function renderReport(
  plan: BuildPlan,
  facts: HostFacts,
  mended: Mended | undefined,
  outcome: RunOutcome,
  times: Times,
): string {
  const count = (severity: Finding["severity"]) =>
    mended?.findings.filter((finding) => finding.severity === severity).length ?? 0;
  const { mendedRecipe, ...rest } = plan;
  const report = {
    version: 1,
    plan: { ...rest, argv: withoutSecrets(plan.argv), mended: mendedRecipe !== undefined },
    host: facts,
    applied: mended?.applied ?? [],
    findings: { errors: count("error"), warnings: count("warning"), infos: count("info") },
    exitCode: outcome.exitCode,
    signal: outcome.signal ?? null,
    started: times.started.toISOString(),
    ended: times.ended.toISOString(),
    seconds: (times.ended.getTime() - times.started.getTime()) / 1000,
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}
