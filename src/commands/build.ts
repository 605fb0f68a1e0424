/** `deflint build`: mends a recipe in memory and runs `apptainer build` on it. */
import { join, resolve } from "node:path";
import { sourceFromText } from "#grammar/source.ts";
import { type BuildArguments, readArguments } from "../build/arguments.ts";
import { type HeldSignals, holdSignals } from "../build/held-signals.ts";
import { helpText } from "../build/help.ts";
import { LOG_FILES, logDirectoryOf, makeLogDirectory, writeLogFile } from "../build/log-directory.ts";
import type { BuildServices } from "../build/mend-contract.ts";
import { type BuildPlan, makePlan } from "../build/plan.ts";
import { type Prepared, prepare, sourceOfFindings } from "../build/prepare.ts";
import { makePrivateDirectory, PRIVATE_PREFIX, removePrivateDirectory } from "../build/private-directory.ts";
import { describeApplied, renderPlan } from "../build/render-plan.ts";
import { renderReport } from "../build/report.ts";
import { runEngine } from "../build/run.ts";
import { EXIT, exitCodeOf } from "../exit-codes.ts";
import { describeFileError } from "../files/file-error.ts";
import type { Io, Output } from "../io.ts";
import { printable } from "../reporters/printable.ts";

/**
 * Resolves to the exit code: the engine's own when it ran, 128 + n when signal n ended the build, 2 when nothing was started.
 * Never rejects. deflint's own words go to standard error; only help and the dry run go to standard output.
 */
export async function runBuild(argv: readonly string[], io: Io, services: BuildServices): Promise<number> {
  const args = readArguments(argv);
  if ("problem" in args) return fail(io, `${args.problem}; deflint build --help lists the rest`);
  if (args.help) {
    io.stdout.write(helpText());
    return EXIT.clean;
  }
  const signals = holdSignals(io);
  try {
    const prepared = await prepare(args, io, services);
    if (signals.first !== undefined) return exitCodeOf(signals.first);
    return args.dryRun ? showPlan(args, prepared, io, services) : await build(args, prepared, io, services, signals);
  } catch (error) {
    return fail(io, error instanceof Error ? error.message : String(error));
  } finally {
    signals.release();
  }
}

function showPlan(args: BuildArguments, prepared: Prepared, io: Io, services: BuildServices): number {
  const { recipe } = prepared;
  const parent = prepared.space.parent;
  const plan = planFor(args, prepared, io, parent && join(parent, `${PRIVATE_PREFIX}XXXXXX`));
  const findings = recipe === undefined ? "" : renderRemaining(args, recipe, services, io.stdout);
  io.stdout.write(renderPlan(plan, prepared.facts, recipe && { mended: recipe.mended, findings }));
  if (!prepared.decision.possible) warnOfRefusal(prepared, io);
  if (recipe !== undefined && recipe.mended.refused.length > 0)
    say(io, "Apptainer would refuse this recipe, so a build would not start");
  return EXIT.clean;
}

async function build(
  args: BuildArguments,
  prepared: Prepared,
  io: Io,
  services: BuildServices,
  signals: HeldSignals,
): Promise<number> {
  const { facts, recipe, space } = prepared;
  if (facts.engine === undefined)
    return fail(io, "neither apptainer nor singularity is on PATH, so nothing can be built");
  const logDirectory = logDirectoryOf(args.image, args.logDirectory);
  if (recipe !== undefined) {
    const { changed, refused, applied } = recipe.mended;
    io.stderr.write(renderRemaining(args, recipe, services, io.stderr));
    if (refused.length > 0) return fail(io, "Apptainer would refuse this recipe, so it was not started");
    if (changed) say(io, `mended in memory (${describeApplied(applied)}): see ${join(logDirectory, LOG_FILES.recipe)}`);
  }
  await makeLogDirectory(logDirectory, io.cwd);
  if (args.fix && recipe?.mended.changed) await services.writeRecipe(args.recipe, recipe.source, recipe.mended.text);
  if (recipe !== undefined)
    writeLogFile(logDirectory, io.cwd, LOG_FILES.recipe, sourceFromText(recipe.mended.text).toBytes());
  if (!prepared.decision.possible) warnOfRefusal(prepared, io);
  const privateDirectory = space.parent === undefined ? undefined : await makePrivate(prepared, space.parent);
  try {
    const plan = planFor(args, prepared, io, privateDirectory);
    for (const reason of plan.reasons) say(io, reason);
    return await runAndReport(plan, prepared, io, signals, logDirectory);
  } finally {
    await clear(privateDirectory, prepared, io);
  }
}

async function runAndReport(
  plan: BuildPlan,
  prepared: Prepared,
  io: Io,
  signals: HeldSignals,
  logDirectory: string,
): Promise<number> {
  if (signals.first !== undefined) return exitCodeOf(signals.first);
  const started = new Date();
  const env = { ...io.env, ...Object.fromEntries(plan.env.map(({ name, value }) => [name, value])) };
  const logPath = resolve(io.cwd, logDirectory, LOG_FILES.log);
  const outcome = await runEngine({ program: plan.program, argv: plan.argv, env, cwd: plan.cwd }, io, signals, logPath);
  if (outcome.problem !== undefined) return fail(io, outcome.problem);
  const report = renderReport(plan, prepared.facts, prepared.recipe?.mended, outcome, { started, ended: new Date() });
  try {
    writeLogFile(logDirectory, io.cwd, LOG_FILES.report, Buffer.from(report));
  } catch (error) {
    // A report that cannot be written does not undo the build.
    say(io, (error as Error).message);
  }
  if (outcome.signal !== undefined)
    say(io, `ended by ${outcome.signal}; the log is ${join(logDirectory, LOG_FILES.log)}`);
  else if (outcome.exitCode !== 0)
    say(io, `the build failed with exit code ${outcome.exitCode}; the log is ${join(logDirectory, LOG_FILES.log)}`);
  return outcome.exitCode;
}

/** The findings that the mend leaves, at their places in the recipe that the engine will read. */
function renderRemaining(
  args: BuildArguments,
  recipe: NonNullable<Prepared["recipe"]>,
  services: BuildServices,
  output: Output,
): string {
  const { changed, findings } = recipe.mended;
  const path = changed ? join(logDirectoryOf(args.image, args.logDirectory), LOG_FILES.recipe) : args.recipe;
  return services.renderFindings(findings, sourceOfFindings(recipe), path, output);
}

function planFor(args: BuildArguments, prepared: Prepared, io: Io, privateDirectory: string | undefined): BuildPlan {
  const { recipe } = prepared;
  const mendedRecipe = recipe?.mended.changed ? recipe.mended.text : undefined;
  return makePlan({
    program: prepared.facts.engine?.program ?? "apptainer",
    args,
    prefix: prepared.prefix,
    cwd: io.cwd,
    mode: prepared.mode,
    modeReason: prepared.modeReason,
    space: prepared.space,
    privateDirectory,
    mendedRecipe,
    recipePath:
      mendedRecipe === undefined ? args.recipe : join(logDirectoryOf(args.image, args.logDirectory), LOG_FILES.recipe),
  });
}

async function makePrivate(prepared: Prepared, parent: string): Promise<string> {
  try {
    return await makePrivateDirectory(prepared.space, parent);
  } catch (error) {
    throw new Error(`${parent}: no private directory can be made there: ${describeFileError(error)}`);
  }
}

async function clear(directory: string | undefined, { facts, space, decision }: Prepared, io: Io): Promise<void> {
  if (directory === undefined || space.parent === undefined) return;
  const mode = decision.possible ? decision.mode : "suid-fakeroot";
  if (!(await removePrivateDirectory(directory, mode, facts, io.env)))
    say(io, `${directory} could not be removed whole; it is yours to delete`);
}

function warnOfRefusal({ decision }: Prepared, io: Io): void {
  // Said, not obeyed: a security profile may allow Apptainer what it forbids to the probe.
  if (!decision.possible)
    say(io, `as it looks from here Apptainer will stop with: FATAL: ${decision.fatal}; cure: ${decision.cure}`);
}

function say(io: Io, sentence: string): void {
  io.stderr.write(`deflint build: ${printable(sentence, { oneLine: true })}\n`);
}

function fail(io: Io, sentence: string): number {
  say(io, sentence);
  return EXIT.trouble;
}
