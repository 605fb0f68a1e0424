/** Options that several commands take. */
import { type Command, Option } from "commander";

/** For an option that may be repeated. */
export const collect = (value: string, all: readonly string[] = []): string[] => [...all, value];

/** `--format` of a command that prints one text to standard output. */
export function formatOption(formats: readonly string[]): Option {
  return new Option("--format <format>", "how to print").choices(formats).default("text");
}

/** The flags by which check and parse give `{{ }}` references their values, as `apptainer build` spells them. */
export function addBuildArguments(command: Command): Command {
  return command
    .option("--build-arg <K=V>", "value of a {{ K }} reference; may be repeated", collect)
    .option("--build-arg-file <file>", "file of K=V lines; # starts a comment line");
}
