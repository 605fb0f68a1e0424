/** `deflint check`: judges recipes, and mends them where that is asked for. */
import { rules } from "#rules/index.ts";
import type { FileResult, RunResult } from "../../engine/run.ts";
import { type CheckOptions, checkFile, describeTrouble, optionsFor } from "../../engine/run.ts";
import { makeSyntaxCheck } from "../../engine/shell-syntax.ts";
import { EXIT } from "../../exit-codes.ts";
import { STANDARD_INPUT } from "../../files/read.ts";
import type { Io } from "../../io.ts";
import type { OutputChoice } from "../../reporters/formats.ts";
import { UsageError } from "../../usage-error.ts";
import { chooseFiles, nameOfInput } from "./choose-files.ts";
import { chooseExitCode } from "./exit-code.ts";
import { chooseFixes, writesFixes } from "./fix-selection.ts";
import type { CheckFlags } from "./flags.ts";
import { chooseOutputs } from "./outputs.ts";
import { withProgress } from "./progress.ts";
import { reportRun } from "./report.ts";
import { findSettings } from "./settings.ts";
import { useShellCheck } from "./shellcheck.ts";
import { splitSkipped } from "./skipped.ts";

/** Runs the command. Resolves to the exit code; rejects with a UsageError for flags that make no sense together. */
export async function check(given: readonly string[], flags: CheckFlags, io: Io): Promise<number> {
  refuseContradictions(given, flags);
  const fixes = await chooseFixes(flags);
  const usesBaseline = [flags.baseline, flags.writeBaseline, flags.prune].some((flag) => flag !== undefined);
  const baseline = usesBaseline ? (await import("./baseline.ts")).openBaseline(flags, given, io) : undefined;
  const settings = await findSettings(flags, io);
  const { paths, problems, isInputExcluded } = await chooseFiles(given, flags, settings.excludesOf, io);
  const settingsOf = await settings.settingsFor(paths);
  if (flags.printConfig) {
    const { printConfiguration } = await import("./print-config.ts");
    return printConfiguration(paths, settingsOf, io);
  }
  const outputs = chooseOutputs(flags, paths, io.cwd);
  const shellcheck = await useShellCheck(paths, flags, settingsOf, io);
  const acceptsSyntax = makeSyntaxCheck(io.env["PATH"]);
  const optionsOf = (path: string): CheckOptions => {
    const { choice, target, buildArguments, offeredArguments, hygiene } = settingsOf(path);
    const inputName = nameOfInput(flags);
    return optionsFor(path === STANDARD_INPUT ? inputName : path, {
      rules,
      inputName,
      ...(choice && { choice }),
      target: { ...target, acceptsSyntax },
      ...(buildArguments && { buildArguments }),
      ...(offeredArguments && { offeredArguments }),
      ...shellcheck.optionFor(path),
      cwd: io.cwd,
      hygiene,
    });
  };
  const troubles = problems.map(({ path, message }) => describeTrouble(path, { kind: "unreadable", message }));
  const isWriting = writesFixes(flags) || (flags.addIgnores !== undefined && flags.diff !== true);
  if (isInputExcluded && isWriting) {
    const { passInputOn } = await import("./pass-input-on.ts");
    troubles.push(...passInputOn(nameOfInput(flags), io));
  }
  const inTurn = shellcheck.inTurn(withProgress(paths, flags, io));
  if (flags.diff && flags.addIgnores !== undefined) {
    const { showIgnores } = await import("./add-ignores.ts");
    return shellcheck.orTrouble(await showIgnores(inTurn, troubles, flags.addIgnores, optionsOf, flags, io));
  }
  if (flags.diff) {
    const { showDiffs } = await import("./diff.ts");
    return shellcheck.orTrouble(await showDiffs(inTurn, troubles, fixes, optionsOf, flags, io));
  }
  const results =
    flags.addIgnores !== undefined
      ? await (await import("./add-ignores.ts")).ignoreFiles(inTurn, flags.addIgnores, optionsOf, io)
      : writesFixes(flags)
        ? await (await import("./fix.ts")).fixFiles(inTurn, fixes, optionsOf, io)
        : await checkFiles(inTurn, optionsOf);
  const { files, skipped } = splitSkipped([...results, ...troubles]);
  const remainder = baseline?.(files, optionsOf) ?? { files };
  const run: RunResult = {
    target: settingsOf(paths[0] ?? STANDARD_INPUT).target,
    ...remainder,
    skipped,
    hygieneShown: flags.hygiene === true || paths.some((path) => settingsOf(path).hygiene),
  };
  const isReported = await reportRun(run, outputs, flags, io, isWriting && given.includes(STANDARD_INPUT));
  return isReported ? shellcheck.orTrouble(chooseExitCode(run, flags)) : EXIT.trouble;
}

async function checkFiles(
  paths: AsyncIterable<string>,
  optionsOf: (path: string) => CheckOptions,
): Promise<FileResult[]> {
  const files: FileResult[] = [];
  for await (const path of paths) files.push(checkFile(path, optionsOf(path)));
  return files;
}

function refuseContradictions(given: readonly string[], flags: CheckFlags): void {
  if (given.length === 0) throw new UsageError("no path given; try `deflint recipe.def`, or `deflint --help`");
  if (flags.fix && flags.diff) throw new UsageError("--fix writes and --diff does not: give one of them");
  if (flags.addIgnores !== undefined && (flags.fix || flags.fixOnly))
    throw new UsageError(
      "--add-ignores leaves out what is found and --fix mends it: run --fix first, then --add-ignores",
    );
  if (flags.diff && (flags.outputFile !== undefined || flags.format?.some(isNoPlainText)))
    throw new UsageError("--diff prints a diff: it takes no --format and no --output-file");
}

/** Whether a report was asked for that a diff cannot stand in for. */
function isNoPlainText({ format, file }: OutputChoice): boolean {
  return format !== "text" || file !== undefined;
}
