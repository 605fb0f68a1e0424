/** What holds for each recipe: flags over configuration over what holds unless somebody says otherwise. */
import { dirname, resolve } from "node:path";
import { readBuildArguments } from "../../build-arguments.ts";
import { type Configurations, type Configured, findConfigurations } from "../../config/configurations.ts";
import type { LintOptions } from "../../engine/lint.ts";
import { STANDARD_INPUT } from "../../files/read.ts";
import type { Io } from "../../io.ts";
import { readTarget } from "../target.ts";
import type { CheckFlags } from "./flags.ts";

/** What a recipe is judged by; the same object for all recipes with the same configuration and the same overrides. */
export interface Settings extends Pick<LintOptions, "choice" | "target" | "buildArguments" | "offeredArguments"> {
  /** Whether hygiene notes are shown. */
  readonly hygiene: boolean;
  /** Whether ShellCheck is to be asked, where there is one. */
  readonly usesShellCheck: boolean;
  /** What is configured; undefined where nothing is. */
  readonly configured: Configured | undefined;
}

export interface SettingsFinder {
  /**
   * Reads the configurations of recipes, by their paths as given (`-` is standard input); the function then tells the settings of each.
   * Rejects with a UsageError for a configuration that is wrong.
   */
  readonly settingsFor: (paths: readonly string[]) => Promise<(path: string) => Settings>;
  /** What configurations leave out of searches in a directory, given as an absolute path. Rejects in the same way. */
  readonly excludesOf: Configurations["excludesOf"];
}

/** Reads the flags. Rejects with a UsageError for what cannot be followed. */
export async function findSettings(flags: CheckFlags, io: Io): Promise<SettingsFinder> {
  const configurations = await findConfigurations(flags, io.cwd);
  const targetFor = await readTarget(flags, io);
  const buildArguments = readBuildArguments(flags.buildArg ?? [], flags.buildArgFile, io.cwd);
  const known = new Map<Configured | undefined, Settings>();
  const settle = (configured: Configured | undefined): Settings => {
    const settled = known.get(configured) ?? {
      ...(configured && { choice: configured.choice, offeredArguments: configured.offeredArguments }),
      target: targetFor(configured?.target ?? {}),
      buildArguments,
      hygiene: flags.hygiene ?? configured?.resolved.hygiene?.value ?? false,
      usesShellCheck: usesShellCheck(flags, configured),
      configured,
    };
    known.set(configured, settled);
    return settled;
  };
  return {
    excludesOf: configurations.excludesOf,
    async settingsFor(paths) {
      const settings = new Map<string, Settings>();
      for (const path of paths) settings.set(path, settle(await configurations.of(placeOf(path, flags, io.cwd))));
      return (path) => settings.get(path) ?? settle(undefined);
    },
  };
}

function placeOf(path: string, { stdinFilename }: CheckFlags, cwd: string): { directory: string; recipe?: string } {
  const named = path === STANDARD_INPUT ? stdinFilename : path;
  if (named === undefined) return { directory: cwd };
  const recipe = resolve(cwd, named);
  return { directory: dirname(recipe), recipe };
}

function usesShellCheck({ shellcheck }: CheckFlags, configured: Configured | undefined): boolean {
  if (shellcheck === false || configured?.wantsShellCheck === false) return false;
  return typeof shellcheck === "string" || (configured?.resolved.shellcheck?.value ?? true);
}
