/** `deflint check`: judges recipes, and mends them where that is asked for. */
import { setImmediate } from "node:timers/promises";
import { rules } from "#rules/index.ts";
import { readBuildArguments } from "../build-arguments.ts";
import {
  type CheckOptions,
  checkFile,
  describeTrouble,
  type FileResult,
  optionsFor,
  type RunResult,
} from "../engine/run.ts";
import { makeSyntaxCheck } from "../engine/shell-syntax.ts";
import { chooseExitCode, countFixes } from "../engine/summary.ts";
import { EXIT } from "../exit-codes.ts";
import { discoverRecipes } from "../files/discover.ts";
import { STANDARD_INPUT } from "../files/read.ts";
import { Interruption } from "../interruption.ts";
import type { EndSignal, Io } from "../io.ts";
import { wantsColor } from "../reporters/color.ts";
import type { Format } from "../reporters/formats.ts";
import { reporters } from "../reporters/index.ts";
import { printable } from "../reporters/printable.ts";
import { describeMore } from "../reporters/text.ts";
import { UsageError } from "../usage-error.ts";
import { chooseTarget, type TargetFlags } from "./target.ts";

/** The flags of check, as the command line spells them. */
export interface CheckFlags extends TargetFlags {
  readonly fix?: boolean;
  readonly diff?: boolean;
  readonly unsafeFixes?: boolean;
  readonly format: Format;
  readonly buildArg?: readonly string[];
  readonly buildArgFile?: string;
  readonly hygiene?: boolean;
  readonly color?: boolean;
}

/** Runs the command. Resolves to the exit code; rejects with a UsageError for flags that make no sense together. */
export async function check(given: readonly string[], flags: CheckFlags, io: Io): Promise<number> {
  if (given.length === 0) throw new UsageError("no path given; try `deflint recipe.def`, or `deflint --help`");
  if (flags.fix && flags.diff) throw new UsageError("--fix writes and --diff does not: give one of them");
  if (flags.diff && flags.format !== "text") throw new UsageError("--diff prints a diff: it takes no --format");
  const options: CheckOptions = {
    rules,
    target: { ...(await chooseTarget(flags, io)), acceptsSyntax: makeSyntaxCheck(io.env["PATH"]) },
    buildArguments: readBuildArguments(flags.buildArg ?? [], flags.buildArgFile, io.cwd),
    cwd: io.cwd,
    hygiene: flags.hygiene === true,
  };
  const { paths, problems } = discoverRecipes(given, io.cwd);
  const troubles = problems.map(({ path, message }) => describeTrouble(path, { kind: "unreadable", message }));
  if (flags.diff) return showDiffs(paths, troubles, flags, options, io);

  const files = flags.fix
    ? await fixFiles(paths, flags, options, io)
    : paths.map((path) => checkFile(path, optionsFor(path, options)));
  const run: RunResult = { target: options.target, files: [...files, ...troubles], hygieneShown: options.hygiene };
  await report(run, flags, io, flags.fix === true && paths.includes(STANDARD_INPUT));
  return chooseExitCode(run);
}

async function fixFiles(
  paths: readonly string[],
  flags: CheckFlags,
  options: CheckOptions,
  io: Io,
): Promise<FileResult[]> {
  const { fixFile } = await import("./fix.ts");
  const files: FileResult[] = [];
  let ended: EndSignal | undefined;
  // Without a handler a signal would kill in the middle of a write and leave a temporary file.
  const release = io.onSignal((signal) => {
    ended = signal;
  });
  try {
    for (const path of paths) {
      const own = optionsFor(path, options);
      files.push(fixFile(checkFile(path, own), flags.unsafeFixes === true, own, io));
      await setImmediate();
      if (ended !== undefined) throw new Interruption(ended);
    }
    return files;
  } finally {
    release();
  }
}

async function showDiffs(
  paths: readonly string[],
  troubles: readonly FileResult[],
  flags: CheckFlags,
  options: CheckOptions,
  io: Io,
): Promise<number> {
  const { diffFile } = await import("./fix.ts");
  const files: FileResult[] = [...troubles];
  // Two names of one file (a link and itself) give the same diff, which git apply would refuse the second time.
  const seen = new Set<string>();
  let changed = 0;
  for (const path of paths) {
    const own = optionsFor(path, options);
    const { result, diff } = diffFile(checkFile(path, own), flags.unsafeFixes === true, own);
    files.push(result);
    if (diff === "" || seen.has(diff)) continue;
    seen.add(diff);
    changed++;
    // A pipe gets the recipe's own bytes, which a patch needs; a terminal must never obey them.
    io.stdout.write(io.stdout.columns === undefined ? diff : printable(diff.replaceAll("\r\n", "\n")));
  }
  reportProblems(files, io);
  const unsafe = countFixes(files, "unsafe");
  if (unsafe.fixes > 0 && !flags.unsafeFixes) io.stderr.write(`deflint: ${describeMore(unsafe)}\n`);
  if (files.some(({ problems }) => problems.length > 0)) return EXIT.trouble;
  return changed > 0 ? EXIT.findings : EXIT.clean;
}

async function report(run: RunResult, flags: CheckFlags, io: Io, stdoutTaken: boolean): Promise<void> {
  reportProblems(run.files, io);
  const output = stdoutTaken ? io.stderr : io.stdout;
  const hasFindings = run.files.some(({ findings }) => findings.length > 0);
  const why = flags.format === "text" && hasFindings ? await loadReasons() : undefined;
  const color = wantsColor(flags.color, output, io.env);
  output.write(reporters[flags.format](run, { color, columns: output.columns, ...(why && { why }) }));
}

async function loadReasons(): Promise<(code: string) => string | undefined> {
  const { docs, firstSentence } = await import("../docs/index.ts");
  const reasons = new Map(docs.map(({ code, why }) => [code, firstSentence(why)]));
  return (code) => reasons.get(code);
}

function reportProblems(files: readonly FileResult[], io: Io): void {
  for (const { path, problems } of files) {
    for (const { message } of problems)
      io.stderr.write(`deflint: ${printable(`${path}: ${message}`, { oneLine: true })}\n`);
  }
}
