/** The report of a build that has ended, as a program reads it: described by `report.schema.json`. */
import type { Finding } from "#rules/define-rule.ts";
import type { HostFacts } from "../../host/probe-host.ts";
import type { Mended } from "../mend-contract.ts";
import { type BuildPlan, withoutSecrets } from "../plan/plan.ts";
import type { ImageSize } from "../progress/image-size.ts";
import type { RunOutcome } from "../run.ts";

/** When the engine started and ended. */
export interface Times {
  readonly started: Date;
  readonly ended: Date;
}

/** What a report is made of. */
export interface ReportParts {
  readonly plan: BuildPlan;
  readonly facts: HostFacts;
  readonly mended: Mended | undefined;
  readonly outcome: RunOutcome;
  readonly times: Times;
  /** Where the image stands now, as the person named it; undefined where the build did not end well. */
  readonly image: { readonly path: string; readonly size: ImageSize | undefined } | undefined;
  /** Why the build failed, as `deflint diagnose --format json` has it; null where it was not asked. */
  readonly diagnosis: object | null;
}

/** JSON, ended by a line feed. The mended recipe is not in it: it stands beside it. */
export function renderReport({ plan, facts, mended, outcome, times, image, diagnosis }: ReportParts): string {
  const count = (severity: Finding["severity"]) =>
    mended?.findings.filter((finding) => finding.severity === severity).length ?? 0;
  const { mendedRecipe, ...rest } = plan;
  const { statistics } = outcome;
  const report = {
    version: 1,
    outcome: outcome.signal !== undefined ? "ended" : outcome.exitCode === 0 ? "complete" : "failed",
    exitCode: outcome.exitCode,
    signal: outcome.signal ?? null,
    started: times.started.toISOString(),
    ended: times.ended.toISOString(),
    seconds: (times.ended.getTime() - times.started.getTime()) / 1000,
    image:
      image === undefined
        ? null
        : { path: image.path, bytes: image.size?.bytes ?? null, bytesAreWhole: image.size?.isWhole ?? false },
    statistics:
      statistics === undefined
        ? null
        : {
            phase: statistics.phase,
            phases: statistics.phases,
            peakMemoryBytes: statistics.peakMemoryBytes ?? null,
            peakTempBytes: statistics.peakTempBytes ?? null,
          },
    diagnosis,
    applied: mended?.applied ?? [],
    findings: { errors: count("error"), warnings: count("warning"), infos: count("info") },
    plan: { ...rest, argv: withoutSecrets(plan.argv), mended: mendedRecipe !== undefined },
    host: facts,
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}
