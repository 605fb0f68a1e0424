/** What is written and said once the engine has ended and the image is in its place, or is not. */
import { join } from "node:path";
import type { Building } from "../building.ts";
import type { BuildPlan } from "../plan/plan.ts";
import { describeApplied } from "../plan/render-plan.ts";
import type { ImageSize } from "../progress/image-size.ts";
import { renderSummary } from "../progress/summary.ts";
import type { RunOutcome } from "../run.ts";
import { say } from "../say.ts";
import type { Staged } from "../staging/stage.ts";
import type { Explanation } from "./explain-failure.ts";
import { LOG_FILES, logDirectoryOf, writeLogFile } from "./log-directory.ts";
import { renderReport, type Times } from "./report.ts";
import { writeReportFile } from "./report-file.ts";

/** A build that has ended. */
export interface Ended {
  readonly plan: BuildPlan;
  readonly outcome: RunOutcome;
  /** The image's; undefined where there is none. */
  readonly size: ImageSize | undefined;
  readonly times: Times;
  /** Why it failed; undefined where it did not, or nothing is known. */
  readonly explanation: Explanation | undefined;
}

/** Writes the reports, puts the log where the person finds it, and says how it went: the last words of a build. */
export async function conclude(
  building: Building,
  staged: Staged,
  { plan, outcome, size, times, explanation }: Ended,
): Promise<void> {
  const { args, prepared, io } = building;
  const { facts, recipe } = prepared;
  const image = outcome.exitCode === 0 ? { path: args.image, size } : undefined;
  const report = renderReport({
    plan,
    facts,
    mended: recipe?.mended,
    outcome,
    times,
    image,
    diagnosis: explanation?.json ?? null,
  });
  // A report that cannot be written does not undo the build.
  const sayProblem = (error: unknown) => say(io, (error as Error).message);
  try {
    writeLogFile(staged.log, "/", LOG_FILES.report, Buffer.from(report));
  } catch (error) {
    sayProblem(error);
  }
  const unpublished = await staged.publish();
  if (unpublished !== undefined) say(io, unpublished);
  const log = unpublished === undefined ? logDirectoryOf(args.image, args.logDirectory) : undefined;
  say(io, describeEnd(outcome, log));
  if (explanation !== undefined) io.stderr.write(`\n${explanation.text}\n`);
  if (outcome.statistics !== undefined) {
    const mended = describeApplied(recipe?.mended.applied ?? []);
    io.stderr.write(renderSummary({ image, statistics: outcome.statistics, mended, log }, io.stderr.columns));
  }
  if (args.report !== undefined) await writeReportFile(args.report, report, io).catch(sayProblem);
}

function describeEnd({ signal, exitCode }: RunOutcome, log: string | undefined): string {
  const where = log === undefined ? "" : `; the log is ${join(log, LOG_FILES.log)}`;
  if (signal === "SIGKILL")
    return `ended by SIGKILL${where}; most often the memory ran out (of the machine, the job or its cgroup), else somebody ended it`;
  if (signal !== undefined) return `ended by ${signal}${where}`;
  return exitCode === 0 ? "the image is complete" : `the build failed with exit code ${exitCode}${where}`;
}
