/** Reads a command line and runs what it asks for. */
import { type Command, CommanderError } from "commander";
import { describeCommanderError, findMisspeltCommand } from "./command-line/errors.ts";
import { defineProgram } from "./command-line/program.ts";
import { EXIT } from "./exit-codes.ts";
import type { Io } from "./io.ts";
import { UsageError } from "./usage-error.ts";

/** Parses a command line and runs what it asks for. Resolves to the exit code; rejects with a UsageError for a wrong one. */
export async function runCommandLine(given: readonly string[], io: Io): Promise<number> {
  const argv = closeOptionalValues(given);
  let exitCode: number = EXIT.clean;
  const program = defineProgram(io, (code) => {
    exitCode = code;
  });
  const isCommand = namesCommand(argv[0], program);
  const words = isCommand ? argv : ["check", ...withoutCheck(argv, program)];
  const commands = program.commands.map((command) => command.name());
  const misspelt = isCommand ? undefined : findMisspeltCommand(argv, commands, io.cwd);
  if (misspelt !== undefined) throw new UsageError(misspelt);
  try {
    await program.parseAsync(words, { from: "user" });
    return exitCode;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return EXIT.clean;
    throw new UsageError(describeCommanderError(error, words));
  }
}

/** `--add-ignores x.def` gives a recipe, not a reason: that stands behind an equals sign. */
function closeOptionalValues(argv: readonly string[]): readonly string[] {
  const end = argv.indexOf("--");
  return argv.map((word, at) => (word === "--add-ignores" && (end === -1 || at < end) ? `${word}=` : word));
}

/** `--mode root check x.def`: a check behind its own flags is the command too. */
function withoutCheck(argv: readonly string[], program: Command): readonly string[] {
  const options = program.commands.find((command) => command.name() === "check")?.options ?? [];
  const takeValue = new Set(options.flatMap(({ required, long }) => (required && long ? [long] : [])));
  const first = argv.findIndex((word, at) => !word.startsWith("-") && !takeValue.has(argv[at - 1] ?? ""));
  return first > 0 && argv[first] === "check" ? argv.toSpliced(first, 1) : argv;
}

/** Only the first word can be a command: what follows a flag or `--` is a path. */
function namesCommand(word: string | undefined, program: Command): boolean {
  if (word === undefined) return false;
  return /^(-h|--help|-V|--version)$/.test(word) || program.commands.some((command) => command.name() === word);
}
