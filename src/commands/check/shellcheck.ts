/** ShellCheck in a check: which program is asked, and that its answers are there when a recipe is judged. */
import { availableParallelism } from "node:os";
import { resolve } from "node:path";
import type { SourceText } from "#grammar/source.ts";
import type { Document } from "#rules/document.ts";
import { type LintOptions, readDocument } from "../../engine/lint.ts";
import type { CheckOptions } from "../../engine/run.ts";
import { EXIT } from "../../exit-codes.ts";
import { isFileAt } from "../../files/existence.ts";
import { findProgram } from "../../files/find-program.ts";
import { readRecipe, STANDARD_INPUT } from "../../files/read.ts";
import { recognizeOther } from "../../files/recognize-other.ts";
import { letSignalsWait } from "../../interruption.ts";
import type { Io } from "../../io.ts";
import type { ShellCheck } from "../../shellcheck/index.ts";
import { UsageError } from "../../usage-error.ts";
import { say } from "../say.ts";
import type { CheckFlags } from "./flags.ts";
import type { Settings } from "./settings.ts";

/** What a check has of ShellCheck. */
export interface ShellCheckStep {
  /** The same paths, each when ShellCheck has answered about it; meanwhile it is asked about those that follow. */
  readonly inTurn: (paths: AsyncIterable<string>) => AsyncIterable<string>;
  /** What the judgement of a recipe needs. */
  readonly optionFor: (path: string) => Pick<LintOptions, "shellcheck">;
  /**
   * The recipe whose turn it is, as it was read when ShellCheck was asked. It may have been written since, under another name,
   * by a run that writes.
   */
  readonly readAhead: (path: string) => Document | undefined;
  /** The exit code of a check, or that of trouble where the program that a flag names did not do what it should. */
  readonly orTrouble: (exitCode: number) => number;
}

/** Where there is no ShellCheck, or nobody wants it. */
const NOBODY: ShellCheckStep = {
  inTurn: (paths) => paths,
  optionFor: () => ({}),
  readAhead: () => undefined,
  orTrouble: (exitCode) => exitCode,
};

/** How many recipes are read ahead of the one that is judged. */
const AHEAD = 8;

/**
 * Finds the program, and says on standard error what is wrong with it, when that shows.
 * @param paths all recipes, in the order in which they are judged
 * @param optionsOf what each is judged by, but for ShellCheck
 */
export async function useShellCheck(
  paths: readonly string[],
  { shellcheck: named }: Pick<CheckFlags, "shellcheck">,
  settingsOf: (path: string) => Settings,
  optionsOf: (path: string) => CheckOptions,
  io: Io,
): Promise<ShellCheckStep> {
  if (named === "") throw new UsageError("--shellcheck names no program");
  if (!paths.some((path) => settingsOf(path).usesShellCheck)) return NOBODY;
  const isNamed = typeof named === "string";
  const program = isNamed ? resolve(io.cwd, named) : findProgram("shellcheck", io.env["PATH"]);
  if (program === undefined) return NOBODY;

  const [{ makeShellCheck }, { cacheDirectoryOf }] = await Promise.all([
    import("../../shellcheck/index.ts"),
    import("../../shellcheck/cache-directory.ts"),
  ]);
  let hasFailed = false;
  const shellcheck = makeShellCheck(program, {
    env: io.env,
    cacheDirectory: cacheDirectoryOf(io.env),
    parallel: availableParallelism(),
    onTrouble(trouble) {
      hasFailed = true;
      const name = isNamed ? `--shellcheck ${named}` : program;
      say(`${name} ${trouble}; what ShellCheck would say is left out`, io);
    },
  });
  if (isNamed) shellcheck.isUsable();
  const optionFor = (path: string) => (settingsOf(path).usesShellCheck ? { shellcheck: shellcheck.findings } : {});
  const documents = new Map<string, Document>();
  const ahead: Ahead = {
    async begin(path) {
      const source = settingsOf(path).usesShellCheck ? readSource(resolve(io.cwd, path), path) : undefined;
      if (source === undefined) return;
      const document = readDocument(source, optionsOf(path));
      documents.set(path, document);
      await shellcheck.prefetch(document);
    },
    end: (path) => documents.delete(path),
  };
  return {
    inTurn: (turn) => takeTurns(turn, paths, ahead, shellcheck, io),
    optionFor,
    readAhead: (path) => documents.get(path),
    orTrouble: (exitCode) => (isNamed && hasFailed ? EXIT.trouble : exitCode),
  };
}

/** What comes through a pipe can be read but once; what is no recipe is nothing to ask about. */
function readSource(absolute: string, path: string): SourceText | undefined {
  if (path === STANDARD_INPUT || !isFileAt(absolute)) return undefined;
  const outcome = readRecipe(absolute);
  return "source" in outcome && recognizeOther(outcome.source.text) === undefined ? outcome.source : undefined;
}

/** What is done with a recipe before its turn and after it. */
interface Ahead {
  readonly begin: (path: string) => Promise<void>;
  readonly end: (path: string) => void;
}

async function* takeTurns(
  turn: AsyncIterable<string>,
  paths: readonly string[],
  ahead: Ahead,
  shellcheck: ShellCheck,
  io: Io,
): AsyncGenerator<string, void, void> {
  const asked: Promise<void>[] = [];
  // A signal that ends us alone would leave a ShellCheck that hangs.
  const signals = letSignalsWait(io, () => shellcheck.stop());
  try {
    let index = 0;
    for await (const path of turn) {
      while (asked.length <= Math.min(index + AHEAD, paths.length - 1))
        // What goes wrong is told when the recipe is judged.
        asked.push(ahead.begin(paths[asked.length] ?? path).catch(() => {}));
      await asked[index++];
      await signals.heed();
      yield path;
      ahead.end(path);
    }
  } finally {
    signals.release();
    shellcheck.stop();
  }
}
