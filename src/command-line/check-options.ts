/** The options of `deflint check`. */
import { type Command, InvalidArgumentError, Option } from "commander";
import { BUILD_MODES } from "#rules/define-rule.ts";
import { FORMATS, type OutputChoice } from "../reporters/formats.ts";
import { addBuildArguments } from "./options.ts";

/** Adds them to the command. */
export function addCheckOptions(command: Command): Command {
  command
    .option("--fix", "write safe fixes into the files")
    .option("--diff", "print the mend as a unified diff, write nothing")
    .option("--unsafe-fixes", "with --fix or --diff: also fixes that may change what a privileged build does")
    .addOption(new Option("--format <format>", `how to print: ${FORMATS.join(", ")}`).argParser(collectOutputs))
    .addOption(
      new Option("--mode <mode>", "the way it is to be built; host: this host's (default: suid-fakeroot)").choices([
        ...BUILD_MODES,
        "host",
      ]),
    )
    .option("--target <file>", "TOML file whose [target] table says what it is to be built on")
    .option("--apptainer-version <version>", "say what that version does not know yet, as in 1.3")
    .option("--host-glibc <version>", "glibc of the host, as in 2.34: bases older than it are told")
    .option("--tmp-size <size>", "room in the /tmp of the build, as in 4G")
    .option("--hygiene", "show hygiene notes too")
    .option("--color", "colour the output even when it goes to no terminal")
    .option("--no-color", "never colour the output (NO_COLOR does the same)");
  return addBuildArguments(command);
}

function collectOutputs(value: string, all: readonly OutputChoice[] = []): OutputChoice[] {
  const format = FORMATS.find((known) => known === value);
  if (format === undefined) throw new InvalidArgumentError(`Allowed choices are ${FORMATS.join(", ")}.`);
  return [...all, { format }];
}
