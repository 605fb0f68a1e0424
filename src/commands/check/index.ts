/** `deflint check`: judges recipes, and mends them where that is asked for. */
import { rules } from "#rules/index.ts";
import {
  type CheckOptions,
  checkFile,
  describeTrouble,
  type FileResult,
  optionsFor,
  type RunResult,
} from "../../engine/run.ts";
import { makeSyntaxCheck } from "../../engine/shell-syntax.ts";
import { EXIT } from "../../exit-codes.ts";
import { type ReadOutcome, readRecipe, STANDARD_INPUT } from "../../files/read.ts";
import type { Io } from "../../io.ts";
import { chooseFiles, nameOfInput } from "./choose-files.ts";
import { refuseContradictions } from "./contradictions.ts";
import { chooseExitCode } from "./exit-code.ts";
import { chooseFixes, writesFixes } from "./fix-selection.ts";
import type { CheckFlags } from "./flags.ts";
import { chooseOutputs } from "./outputs.ts";
import { withProgress } from "./progress.ts";
import { reportRun } from "./report.ts";
import type { Rework } from "./rework.ts";
import { findSettings, type Settings } from "./settings.ts";
import { type ShellCheckStep, useShellCheck } from "./shellcheck.ts";
import { splitSkipped } from "./skipped.ts";

/** Runs the command. Resolves to the exit code; rejects with a UsageError for flags that make no sense together. */
export async function check(given: readonly string[], flags: CheckFlags, io: Io): Promise<number> {
  refuseContradictions(given, flags);
  const usesBaseline = [flags.baseline, flags.writeBaseline, flags.prune].some((flag) => flag !== undefined);
  const baseline = usesBaseline ? (await import("./baseline.ts")).openBaseline(flags, given, io) : undefined;
  const rework = await chooseRework(flags, baseline?.leaveKnownOut);
  const settings = await findSettings(flags, io);
  const { paths, problems, isInputExcluded } = await chooseFiles(given, flags, settings.excludesOf, io);
  const settingsOf = await settings.settingsFor(paths);
  if (flags.printConfig) {
    const { printConfiguration } = await import("./print-config.ts");
    return printConfiguration(paths, settingsOf, io);
  }
  const outputs = chooseOutputs(flags, paths, io.cwd);
  // Who waits for input ends the wait with Ctrl-C: from here on signals may have to wait themselves.
  const input = paths.includes(STANDARD_INPUT) ? readRecipe(STANDARD_INPUT) : undefined;
  const ownOptionsOf = makeOptions(flags, settingsOf, input, io);
  const shellcheck = await useShellCheck(paths, flags, settingsOf, ownOptionsOf, io);
  const optionsOf = (path: string) => ({ ...ownOptionsOf(path), ...shellcheck.optionFor(path) });
  const inTurn = shellcheck.inTurn(withProgress(paths, flags, io));
  const troubles = problems.map(({ path, message }) => describeTrouble(path, { kind: "unreadable", message }));

  if (flags.diff && rework !== undefined) {
    const { concludeDiff, showDiff } = await import("./show-diff.ts");
    const { files, isChanged } = await showDiff(inTurn, rework, optionsOf, io);
    return shellcheck.orTrouble(concludeDiff([...troubles, ...files], isChanged, flags, io));
  }
  if (isInputExcluded && rework !== undefined) {
    const { passInputOn } = await import("./pass-input-on.ts");
    troubles.push(...passInputOn(nameOfInput(flags), io));
  }
  const results =
    rework === undefined
      ? await checkFiles(inTurn, optionsOf, shellcheck.readAhead)
      : await (await import("./write-files.ts")).writeFiles(inTurn, rework, optionsOf, io);
  const { files, skipped } = splitSkipped([...results, ...troubles]);
  const remainder = baseline?.settle(files, optionsOf) ?? { files };
  const run: RunResult = {
    target: settingsOf(paths[0] ?? STANDARD_INPUT).target,
    ...remainder,
    skipped,
    hygieneShown: flags.hygiene === true || paths.some((path) => settingsOf(path).hygiene),
  };
  const isReported = await reportRun(run, outputs, flags, io, rework !== undefined && given.includes(STANDARD_INPUT));
  return isReported ? shellcheck.orTrouble(chooseExitCode(run, flags)) : EXIT.trouble;
}

/** What is to be made of the recipes; undefined where they are judged and nothing else. */
async function chooseRework(
  flags: CheckFlags,
  leaveKnownOut?: (file: FileResult) => FileResult,
): Promise<Rework | undefined> {
  const fixes = await chooseFixes(flags);
  if (flags.addIgnores !== undefined)
    return (await import("./add-ignores.ts")).ignoring(flags.addIgnores, leaveKnownOut);
  return writesFixes(flags) || flags.diff ? (await import("./fix.ts")).fixing(fixes) : undefined;
}

function makeOptions(
  flags: CheckFlags,
  settingsOf: (path: string) => Settings,
  input: ReadOutcome | undefined,
  io: Io,
): (path: string) => CheckOptions {
  const acceptsSyntax = makeSyntaxCheck(io.env["PATH"]);
  const inputName = nameOfInput(flags);
  return (path) => {
    const { choice, target, buildArguments, offeredArguments, hygiene } = settingsOf(path);
    return optionsFor(path === STANDARD_INPUT ? inputName : path, {
      rules,
      inputName,
      ...(input && { input }),
      ...(choice && { choice }),
      target: { ...target, acceptsSyntax },
      ...(buildArguments && { buildArguments }),
      ...(offeredArguments && { offeredArguments }),
      cwd: io.cwd,
      hygiene,
    });
  };
}

async function checkFiles(
  paths: AsyncIterable<string>,
  optionsOf: (path: string) => CheckOptions,
  readAhead: ShellCheckStep["readAhead"],
): Promise<FileResult[]> {
  const files: FileResult[] = [];
  for await (const path of paths) files.push(checkFile(path, optionsOf(path), readAhead(path)));
  return files;
}
