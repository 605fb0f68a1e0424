/** The options of `deflint check`. */
import { type Command, InvalidArgumentError, Option } from "commander";
import { BUILD_MODES, SEVERITIES } from "#rules/define-rule.ts";
import { FORMATS, type OutputChoice, parseOutputChoice } from "../reporters/formats.ts";
import { addBuildArguments, collect } from "./options.ts";

/** Adds them to the command. */
export function addCheckOptions(command: Command): Command {
  command
    .option("--fix", "write safe fixes into the files")
    .option("--diff", "print the mend as a unified diff, write nothing")
    .option("--unsafe-fixes", "with --fix or --diff: also fixes that may change what a privileged build does")
    .option(
      "--fix-only <rules>",
      "only the fixes of these rules, also of hygiene rules named here; means --fix unless --diff is given",
      collectList,
    )
    .option("--exit-non-zero-on-fix", "with --fix: exit 1 when something was fixed, as a hook wants it")
    .option(
      "--add-ignores [reason]",
      "write comments that leave out every finding there is; --add-ignores=REASON says why",
    )
    .addOption(
      new Option(
        "--format <format>",
        `how to report: ${FORMATS.join(", ")}; FORMAT=FILE writes it there; may be repeated`,
      ).argParser(collectOutputs),
    )
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
    .option("--select <rules>", "the rules to ask: codes, names, families, hygiene, shellcheck, all", collectList)
    .option("--ignore <rules>", "rules to leave out", collectList)
    .option("--config <file>", "the configuration, instead of the nearest deflint.toml")
    .option("--isolated", "read no configuration")
    .option("--print-config", "print what holds for the recipes and where it is said")
    .option("--exclude <glob>", "leave these out of directories; may be repeated", collect)
    .option("--force-exclude", "leave excluded recipes out even where they are named")
    .option("--no-gitignore", "look also at what git ignores")
    .option("--stdin-filename <path>", "the name of what - reads")
    .option("--shellcheck <path>", "the shellcheck to ask (default: the one on PATH, if any)")
    .option("--no-shellcheck", "do not ask ShellCheck")
    .option("--output-file <file>", "write the report there instead of to standard output")
    .option("--quiet", "print errors and warnings only, and no closing lines")
    .option("--statistics", "print how often each rule was found")
    .addOption(
      new Option("--fail-on <severity>", "the least severity that fails (default: warning)").choices(SEVERITIES),
    )
    .option("--max-warnings <count>", "fail when there are more warnings", parseCount)
    .option("--baseline <file>", "leave out the findings that this file lists")
    .option("--write-baseline <file>", "list all findings in this file")
    .option("--prune", "drop from the baseline what is found no more")
    .option("--hygiene", "show hygiene notes too")
    .option("--color", "colour the output even when it goes to no terminal")
    .option("--no-color", "never colour the output (NO_COLOR does the same)");
  return addBuildArguments(command);
}

function collectOutputs(value: string, all: readonly OutputChoice[] = []): OutputChoice[] {
  const choice = parseOutputChoice(value);
  if (choice === undefined)
    throw new InvalidArgumentError(`Allowed choices are ${FORMATS.join(", ")}, each also as FORMAT=FILE.`);
  return [...all, choice];
}

/** Rules with commas between them. */
function collectList(value: string, all: readonly string[] = []): string[] {
  return [...all, ...value.split(",").map((part) => part.trim())].filter((part) => part !== "");
}

function parseCount(value: string): number {
  if (!/^\d+$/.test(value)) throw new InvalidArgumentError("It has to be a whole number, 0 or more.");
  return Number(value);
}
