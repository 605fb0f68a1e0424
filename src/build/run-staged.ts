/** From the start of the engine to the image in its place. */
import { dirname, join, resolve } from "node:path";
import { EXIT, exitCodeOf } from "../exit-codes.ts";
import type { Building } from "./building.ts";
import { planBuild } from "./plan/plan-build.ts";
import { measureImage } from "./progress/image-size.ts";
import { conclude } from "./report/conclude.ts";
import { type Explanation, explainFailure } from "./report/explain-failure.ts";
import { LOG_FILES } from "./report/log-directory.ts";
import { STANDARD_OUTPUT } from "./report/report-file.ts";
import { type RunOutcome, runEngine } from "./run.ts";
import { fail, say } from "./say.ts";
import type { Staged } from "./staging/stage.ts";
import { watchingOf } from "./watching.ts";

/** How a build ended. */
export interface Ending {
  readonly exitCode: number;
  /** Why it failed; undefined where it did not, or nothing is known. */
  readonly explanation?: Explanation | undefined;
}

/** Runs the engine on what is staged; never more than once. */
export async function runStaged(
  building: Building,
  staged: Staged,
  privateDirectory: string | undefined,
): Promise<Ending> {
  const { io, signals } = building;
  const plan = planBuild(building, staged, privateDirectory);
  for (const reason of plan.reasons) say(io, reason);
  if (signals.first !== undefined) return { exitCode: exitCodeOf(signals.first) };
  const started = new Date();
  const env = { ...io.env, ...Object.fromEntries(plan.env.map(({ name, value }) => [name, value])) };
  const ownDirectories = [dirname(staged.log), ...(privateDirectory === undefined ? [] : [privateDirectory])];
  const run = { program: plan.program, argv: plan.argv, env, cwd: plan.cwd, ownDirectories };
  // A report on standard output shares it with nothing.
  const streams = building.args.report === STANDARD_OUTPUT ? { ...io, stdout: io.stderr } : io;
  const watching = watchingOf(building, plan, env);
  const log = join(staged.log, LOG_FILES.log);
  const ran = await runEngine(run, streams, signals, log, watching);
  // Now, since between the image's coming into its place and the log's no other build should get in.
  const size = ran.exitCode === EXIT.clean ? await measureImage(resolve(io.cwd, staged.image)) : undefined;
  const outcome = await finish(building, staged, ran);
  if (outcome.problem !== undefined) return { exitCode: fail(io, outcome.problem) };
  const times = { started, ended: new Date() };
  // Only the engine's own failure is in its log.
  const isFailure = ran.exitCode !== EXIT.clean && signals.first === undefined;
  const explanation = isFailure ? await explainFailure(building, log) : undefined;
  await conclude(building, staged, { plan, outcome, size, times, explanation });
  return { exitCode: outcome.exitCode, explanation };
}

/** Puts a complete image in its place, and takes away what there is of another. */
async function finish({ signals, io }: Building, staged: Staged, outcome: RunOutcome): Promise<RunOutcome> {
  if (outcome.exitCode === EXIT.clean) {
    const committed = await staged.commit(() => signals.first !== undefined);
    if (committed === "done") return outcome;
    if (committed !== "called off") {
      say(io, committed.problem);
      return { ...outcome, exitCode: EXIT.trouble };
    }
  }
  await staged.clearImage();
  const { first } = signals;
  return first === undefined ? outcome : { ...outcome, exitCode: exitCodeOf(first), signal: first };
}
