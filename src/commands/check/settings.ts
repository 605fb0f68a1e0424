/** What holds for each recipe: flags over configuration over what holds unless somebody says otherwise. */
import { readBuildArguments } from "../../build-arguments.ts";
import type { LintOptions } from "../../engine/lint.ts";
import type { Io } from "../../io.ts";
import { chooseTarget } from "../target.ts";
import type { CheckFlags } from "./flags.ts";

/** What a recipe is judged by. */
export type Settings = Pick<LintOptions, "choice" | "target" | "buildArguments">;

/** Finds the settings of a recipe by its path, as given; `-` is standard input. */
export type SettingsFinder = (path: string) => Settings;

/** Reads the flags. Rejects with a UsageError for what cannot be followed. */
export async function findSettings(flags: CheckFlags, io: Io): Promise<SettingsFinder> {
  const target = await chooseTarget(flags, io);
  const buildArguments = readBuildArguments(flags.buildArg ?? [], flags.buildArgFile, io.cwd);
  return () => ({ target, buildArguments });
}
