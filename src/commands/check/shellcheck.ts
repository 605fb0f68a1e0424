/** ShellCheck in a check: which program is asked, and that its answers are there when a recipe is judged. */
import { statSync } from "node:fs";
import { availableParallelism } from "node:os";
import { resolve } from "node:path";
import { setImmediate } from "node:timers/promises";
import { type LintOptions, readDocument } from "../../engine/lint.ts";
import { EXIT } from "../../exit-codes.ts";
import { findProgram } from "../../files/find-program.ts";
import { readRecipe, STANDARD_INPUT } from "../../files/read.ts";
import { Interruption } from "../../interruption.ts";
import type { EndSignal, Io } from "../../io.ts";
import { printable } from "../../reporters/printable.ts";
import type { ShellCheck } from "../../shellcheck/index.ts";
import type { CheckFlags } from "./flags.ts";
import type { Settings } from "./settings.ts";

/** What a check has of ShellCheck. */
export interface ShellCheckStep {
  /** The same paths, each when ShellCheck has answered about it; meanwhile it is asked about those that follow. */
  readonly inTurn: (paths: AsyncIterable<string>) => AsyncIterable<string>;
  /** What the judgement of a recipe needs. */
  readonly optionFor: (path: string) => Pick<LintOptions, "shellcheck">;
  /** The exit code of a check, or that of trouble where the program that a flag names did not do what it should. */
  readonly orTrouble: (exitCode: number) => number;
}

/** Where there is no ShellCheck, or nobody wants it. */
const NOBODY: ShellCheckStep = { inTurn: (paths) => paths, optionFor: () => ({}), orTrouble: (exitCode) => exitCode };

/** How many recipes are read ahead of the one that is judged. */
const AHEAD = 8;

/**
 * Finds the program, and says on standard error what is wrong with it, when that shows.
 * @param paths all recipes, in the order in which they are judged
 */
export async function useShellCheck(
  paths: readonly string[],
  { shellcheck: named }: Pick<CheckFlags, "shellcheck">,
  settingsOf: (path: string) => Settings,
  io: Io,
): Promise<ShellCheckStep> {
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
      io.stderr.write(
        `deflint: ${printable(`${name} ${trouble}; what ShellCheck would say is left out`, { oneLine: true })}\n`,
      );
    },
  });
  if (isNamed) shellcheck.isUsable();
  const optionFor = (path: string) => (settingsOf(path).usesShellCheck ? { shellcheck: shellcheck.findings } : {});
  const prefetch = async (path: string): Promise<void> => {
    const settings = settingsOf(path);
    const source = settings.usesShellCheck ? readAhead(resolve(io.cwd, path), path) : undefined;
    if (source !== undefined) await shellcheck.prefetch(readDocument(source, settings));
  };
  return {
    inTurn: (turn) => takeTurns(turn, paths, prefetch, shellcheck, io),
    optionFor,
    orTrouble: (exitCode) => (isNamed && hasFailed ? EXIT.trouble : exitCode),
  };
}

/** What comes through a pipe can be read but once. */
function readAhead(absolute: string, path: string) {
  if (path === STANDARD_INPUT || statSync(absolute, { throwIfNoEntry: false })?.isFile() !== true) return undefined;
  const outcome = readRecipe(absolute);
  return "source" in outcome ? outcome.source : undefined;
}

async function* takeTurns(
  turn: AsyncIterable<string>,
  paths: readonly string[],
  prefetch: (path: string) => Promise<void>,
  shellcheck: ShellCheck,
  io: Io,
): AsyncGenerator<string, void, void> {
  const asked: Promise<void>[] = [];
  let ended: EndSignal | undefined;
  // Without a handler a signal would end us alone, and a ShellCheck that hangs would stay.
  const release = io.onSignal((signal) => {
    ended = signal;
    shellcheck.stop();
  });
  try {
    let index = 0;
    for await (const path of turn) {
      while (asked.length <= Math.min(index + AHEAD, paths.length - 1))
        asked.push(prefetch(paths[asked.length] ?? path));
      await asked[index++];
      // Time for processes that have ended, and for signals.
      await setImmediate();
      if (ended !== undefined) throw new Interruption(ended);
      yield path;
    }
  } finally {
    release();
    shellcheck.stop();
  }
}
