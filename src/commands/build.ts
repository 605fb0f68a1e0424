/** `deflint build`: mends a recipe in memory and runs `apptainer build` on it. */
import { announce } from "../build/announce.ts";
import type { Building } from "../build/building.ts";
import { type BuildArguments, readArguments } from "../build/command-line/arguments.ts";
import { withBuildArguments } from "../build/command-line/configured-arguments.ts";
import { helpText } from "../build/command-line/help.ts";
import { objectionToEngine } from "../build/engines/objection.ts";
import { holdSignals } from "../build/held-signals.ts";
import type { BuildServices } from "../build/mend-contract.ts";
import { showPlan } from "../build/plan/show-plan.ts";
import { prepare } from "../build/prepare.ts";
import { checkReportFile } from "../build/report/report-file.ts";
import { type Ending, runStaged } from "../build/run-staged.ts";
import { fail, say } from "../build/say.ts";
import { type SecondTry, secondTry } from "../build/second-try.ts";
import { stage } from "../build/staging/stage.ts";
import { withPrivateDirectory } from "../build/with-private-directory.ts";
import { EXIT, exitCodeOf } from "../exit-codes.ts";
import type { Io } from "../io.ts";
import { runPreflight } from "../preflight/run.ts";

/**
 * Resolves to the exit code: the engine's own when it ran, 128 + n when signal n ended the build, 3 when preflight found
 * something in its way (with `--check` 0 when it found nothing such), 2 when nothing could be started
 * or the image could not be put in its place. Never rejects. deflint's own words go to standard error; only help and the dry
 * run go to standard output.
 */
export async function runBuild(argv: readonly string[], io: Io, services: BuildServices): Promise<number> {
  const args = readArguments(argv);
  if ("problem" in args) return fail(io, `${args.problem}; deflint build --help lists the rest`);
  if (args.help) {
    io.stdout.write(helpText());
    return EXIT.clean;
  }
  // Held until the process is gone: a signal that comes after the last step must not make a complete build look broken.
  const signals = holdSignals(io);
  try {
    const { again, exitCode } = await attempt(args, argv, { io, services, signals });
    if (again === undefined) return exitCode;
    const second = readArguments(withWords(argv, again.words));
    if ("problem" in second) return exitCode;
    say(io, `trying once more ${again.why}`);
    return (await attempt(second, argv, { io, services, signals })).exitCode;
  } catch (error) {
    return fail(io, error instanceof Error ? error.message : String(error));
  }
}

/** The words among the flags, behind the others of their names: the last one counts. */
function withWords(argv: readonly string[], words: readonly string[]): readonly string[] {
  const end = argv.indexOf("--");
  return argv.toSpliced(end === -1 ? argv.length : end, 0, ...words);
}

/** One try; `again` where the person asked for a second and something could help it. */
async function attempt(
  asked: BuildArguments,
  argv: readonly string[],
  { io, services, signals }: Pick<Building, "io" | "services" | "signals">,
): Promise<{ readonly exitCode: number; readonly again?: SecondTry | undefined }> {
  if (asked.report !== undefined) await checkReportFile(asked.report, io.cwd);
  const prepared = await prepare(asked, io, services);
  const args = withBuildArguments(asked, prepared.configuredArguments);
  if (signals.first !== undefined) return { exitCode: exitCodeOf(signals.first) };
  const { engine } = prepared.facts;
  const objection = engine && objectionToEngine(engine, args);
  if (objection !== undefined) return { exitCode: fail(io, objection) };
  const building = { args, prepared, io, services, signals };
  if (args.dryRun && !args.check) return { exitCode: await showPlan(building) };
  const stopped = await runPreflight(building);
  if (stopped !== undefined) return { exitCode: stopped };
  const { exitCode, explanation } = await build(building);
  return { exitCode, again: args.retry && explanation ? secondTry(explanation, prepared, argv) : undefined };
}

async function build(building: Building): Promise<Ending> {
  const { args, prepared, io, services, signals } = building;
  const objection = announce(building);
  if (objection !== undefined) return { exitCode: fail(io, objection) };
  const staged = await stage(building);
  try {
    for (const sentence of staged.found) say(io, sentence);
    const { recipe } = prepared;
    if (args.fix && recipe?.mended.changed) await services.writeRecipe(args.recipe, recipe.source, recipe.mended.text);
    if (signals.first !== undefined) return { exitCode: exitCodeOf(signals.first) };
    return await withPrivateDirectory(building, (directory) => runStaged(building, staged, directory));
  } finally {
    const left = await staged.remove();
    if (left !== undefined) say(io, left);
  }
}
