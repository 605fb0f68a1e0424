/** `deflint build`: mends a recipe in memory and runs `apptainer build` on it. */
import { join, resolve } from "node:path";
import { sourceFromText } from "#grammar/source.ts";
import { readArguments } from "../build/arguments.ts";
import { helpText } from "../build/help.ts";
import { exitCodeOf, holdSignals, type Interruption } from "../build/interruption.ts";
import { LOG_FILES, logDirectoryOf, makeLogDirectory, writeLogFile } from "../build/log-directory.ts";
import type { BuildServices } from "../build/mend-contract.ts";
import { type BuildPlan, makePlan } from "../build/plan.ts";
import { type Prepared, prepare, sourceOfFindings } from "../build/prepare.ts";
import { makePrivateDirectory, PRIVATE_PREFIX, removePrivateDirectory } from "../build/private-directory.ts";
import { renderPlan } from "../build/render-plan.ts";
import { renderReport } from "../build/report.ts";
import { runEngine } from "../build/run.ts";
import { EXIT } from "../exit-codes.ts";
import { describeFileError } from "../files/file-error.ts";
import type { Io } from "../io.ts";
import { printable } from "../reporters/printable.ts";

type Arguments = Exclude<ReturnType<typeof readArguments>, { problem: string }>;

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
  const interruption = holdSignals(io);
  try {
    const prepared = await prepare(args, io, services);
    if (interruption.first !== undefined) return exitCodeOf(interruption.first);
    return args.dryRun ? showPlan(args, prepared, io) : await build(args, prepared, io, services, interruption);
  } catch (error) {
    return fail(io, error instanceof Error ? error.message : String(error));
  } finally {
    interruption.stop();
  }
}

function showPlan(args: Arguments, prepared: Prepared, io: Io): number {
  const parent = prepared.space.parent;
  const plan = planFor(args, prepared, io, parent && join(parent, `${PRIVATE_PREFIX}XXXXXX`));
  io.stdout.write(renderPlan(plan, prepared.facts, prepared.recipe?.mended.diff ?? ""));
  if (!prepared.decision.possible) warnOfRefusal(prepared, io);
  if (prepared.recipe !== undefined && prepared.recipe.mended.refused.length > 0)
    say(io, "Apptainer would refuse this recipe, so a build would not start");
  return EXIT.clean;
}

async function build(
  args: Arguments,
  prepared: Prepared,
  io: Io,
  services: BuildServices,
  interruption: Interruption,
): Promise<number> {
  const { facts, recipe, space } = prepared;
  if (facts.engine === undefined)
    return fail(io, "neither apptainer nor singularity is on PATH, so nothing can be built");
  const logDirectory = logDirectoryOf(args.image, args.logDirectory);
  const isMended = recipe !== undefined && recipe.mended.text !== recipe.source.text;
  if (recipe !== undefined) {
    const { findings, refused, applied } = recipe.mended;
    const shown = isMended ? join(logDirectory, LOG_FILES.recipe) : args.recipe;
    if (findings.length > 0) io.stderr.write(services.renderFindings(findings, sourceOfFindings(recipe), shown));
    if (refused.length > 0) return fail(io, "Apptainer would refuse this recipe, so it was not started");
    if (isMended)
      say(
        io,
        `mended in memory (${applied.map(({ code, count }) => (count === 1 ? code : `${code} x${count}`)).join(", ")}): see ${shown}`,
      );
  }
  await makeLogDirectory(logDirectory, io.cwd);
  if (args.fix && recipe !== undefined && isMended)
    await services.writeRecipe(args.recipe, recipe.source, recipe.mended.text);
  if (recipe !== undefined)
    await writeLogFile(logDirectory, io.cwd, LOG_FILES.recipe, sourceFromText(recipe.mended.text).toBytes());
  if (!prepared.decision.possible) warnOfRefusal(prepared, io);
  const privateDirectory = space.parent === undefined ? undefined : await makePrivate(prepared, space.parent);
  try {
    const plan = planFor(args, prepared, io, privateDirectory);
    for (const reason of plan.reasons) say(io, reason);
    return await runAndReport(plan, prepared, io, interruption, logDirectory);
  } finally {
    await clear(privateDirectory, prepared, io);
  }
}

async function runAndReport(
  plan: BuildPlan,
  prepared: Prepared,
  io: Io,
  interruption: Interruption,
  logDirectory: string,
): Promise<number> {
  if (interruption.first !== undefined) return exitCodeOf(interruption.first);
  const started = new Date();
  const env = { ...io.env, ...Object.fromEntries(plan.env.map(({ name, value }) => [name, value])) };
  const logPath = resolve(io.cwd, logDirectory, LOG_FILES.log);
  const outcome = await runEngine(
    { program: plan.program, argv: plan.argv, env, cwd: plan.cwd },
    io,
    interruption,
    logPath,
  );
  if (outcome.problem !== undefined) return fail(io, outcome.problem);
  const report = renderReport(plan, prepared.facts, prepared.recipe?.mended, outcome, { started, ended: new Date() });
  // A report that cannot be written does not undo the build.
  await writeLogFile(logDirectory, io.cwd, LOG_FILES.report, report).catch((error: Error) => say(io, error.message));
  if (outcome.signal !== undefined)
    say(io, `ended by ${outcome.signal}; the log is ${join(logDirectory, LOG_FILES.log)}`);
  else if (outcome.exitCode !== 0)
    say(io, `the build failed with exit code ${outcome.exitCode}; the log is ${join(logDirectory, LOG_FILES.log)}`);
  return outcome.exitCode;
}

function planFor(args: Arguments, prepared: Prepared, io: Io, privateDirectory: string | undefined): BuildPlan {
  const { recipe } = prepared;
  const mendedRecipe =
    recipe !== undefined && recipe.mended.text !== recipe.source.text ? recipe.mended.text : undefined;
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
