/** What flags and variables tell the engine, where preflight has to know it too. */
import { type BuildArguments, isGiven, valuesOf } from "../build/command-line/arguments.ts";
import type { Question } from "./obstacle.ts";

type Settings = Pick<Question, "io"> & {
  readonly args: Pick<BuildArguments, "given">;
  readonly prepared: Pick<Question["prepared"], "prefix">;
};

/**
 * Whether a switch of `apptainer build` is on: by its flag, or by the variable of its name, for which any value but a false
 * one counts (Apptainer, pkg/cmdline, EnvBool). Run with FORCE, SANDBOX and UPDATE, under both prefixes.
 */
export function isSwitchedOn(name: string, settings: Settings): boolean {
  const value = variableOf(name, settings) ?? "";
  return isGiven(settings.args, name) || !["", "0", "false", "no", "f"].includes(value.toLowerCase());
}

/** The last value of a flag, else that of its variable; undefined where neither says anything. */
export function settingOf(name: string, settings: Settings): string | undefined {
  return valuesOf(settings.args, name).at(-1) || variableOf(name, settings) || undefined;
}

/** A variable of the engine's, by its name without the prefix; Apptainer reads those of Singularity too, and not the reverse. */
export function variableOf(
  name: string,
  { io: { env }, prepared }: Pick<Settings, "io" | "prepared">,
): string | undefined {
  const variable = name.toUpperCase().replaceAll("-", "_");
  const own = prepared.prefix === "APPTAINER" ? env[`APPTAINER_${variable}`] : undefined;
  return own ?? env[`SINGULARITY_${variable}`];
}
