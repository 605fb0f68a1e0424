/** The commands, their words and their flags. */
import { Argument, Command, Option } from "commander";
import packageJson from "../../package.json" with { type: "json" };
import type { CheckFlags } from "../commands/check/flags.ts";
import type { DiagnoseFlags } from "../commands/diagnose.ts";
import type { HostFormat } from "../commands/host.ts";
import type { InitFlags } from "../commands/init.ts";
import type { ParseFlags } from "../commands/parse.ts";
import { SHELLS, type Shell } from "../completion/shells.ts";
import { DOC_FORMATS, type DocFormat } from "../docs/formats.ts";
import { RECIPE_NAMES } from "../files/recipe-names.ts";
import type { Io } from "../io.ts";
import { addCheckOptions } from "./check-options.ts";
import { addBuildArguments, formatOption } from "./options.ts";

const EXAMPLES = `
Examples:
  deflint recipe.def                     what would go wrong, and what --fix would do
  deflint --diff recipe.def | git apply  mend by way of a diff
  deflint build image.sif recipe.def     mend in memory and build

A first word that is a command is the command; ./rules is the path. deflint check --help lists the flags of check.
Exit codes: 0 nothing of warning severity or above, 1 such findings (with --diff: a diff), 2 trouble.
`;

/**
 * The whole command line. A command is loaded when it is called.
 * @param finish takes the exit code of the one that was
 */
export function defineProgram(io: Io, finish: (exitCode: number) => void): Command {
  const program = new Command("deflint")
    .description("Lints, mends and builds Apptainer definition files.")
    .usage("[check] PATH... | build IMAGE RECIPE | COMMAND ...")
    .version(packageJson.version, "-V, --version", "print the version")
    .helpOption("-h, --help", "print help")
    .helpCommand(false)
    .configureHelp({ subcommandTerm: (command) => `${command.name()} ${command.usage()}` })
    .addHelpText("after", EXAMPLES)
    .exitOverride()
    .configureOutput({ writeOut: (text) => io.stdout.write(text), writeErr: () => {} });
  defineCheck(program, io, finish);
  // Only listed here: main hands the arguments of build on untouched.
  program
    .command("build")
    .usage("[options] IMAGE RECIPE")
    .description("lint and mend a recipe in memory, then run `apptainer build` on it");
  defineParse(program, io, finish);
  program
    .command("diagnose")
    .argument("<log>", "log of a build; - is standard input")
    .addOption(new Option("--recipe <recipe>", "the recipe that was built, to name its lines and mend them"))
    .option(
      "--config <file>",
      "the configuration that says which mends are wanted, instead of the nearest deflint.toml",
    )
    .option("--isolated", "read no configuration")
    .addOption(formatOption(["text", "json"]))
    .description("say what failed in a build, why, and what to do")
    .action(async (log: string, flags: DiagnoseFlags) => {
      const { diagnoseLog } = await import("../commands/diagnose.ts");
      finish(await diagnoseLog(log, flags, io));
    });
  program
    .command("explain")
    .argument("<rule>", "code or name: DF101, rpm-scriptlet-adds-user")
    .addOption(formatOption(DOC_FORMATS))
    .description("say what a rule is about, why, and how its fix looks")
    .action(async (name: string, { format }: { format: DocFormat }) => {
      const { explainRule } = await import("../commands/explain.ts");
      finish(await explainRule(name, io, { format }));
    });
  program
    .command("rules")
    .addOption(formatOption(DOC_FORMATS))
    .description("list all rules")
    .action(async ({ format }: { format: DocFormat }) => {
      const { listRules } = await import("../commands/rules.ts");
      finish(await listRules(format, io));
    });
  program
    .command("host")
    .addOption(formatOption(["text", "json", "toml"]))
    .description("say what this host is like and how Apptainer would build on it; toml is for --target")
    .action(async ({ format }: { format: HostFormat }) => {
      const { showHost } = await import("../commands/host.ts");
      finish(await showHost(format, io));
    });
  program
    .command("init")
    .option("--pre-commit", "hook deflint into .pre-commit-config.yaml too")
    .option("--force", "write over a deflint.toml that is there")
    .description("write a first deflint.toml into this directory")
    .action(async (flags: InitFlags) => {
      const { initialize } = await import("../commands/init.ts");
      finish(await initialize(flags, io));
    });
  program
    .command("completion")
    .addArgument(new Argument("<shell>", SHELLS.join(", ")).choices(SHELLS))
    .description("print a script that makes a shell complete command lines of deflint")
    .action(async (shell: Shell) => {
      const { printCompletion } = await import("../commands/completion.ts");
      finish(printCompletion(shell, program, io));
    });
  program
    .command("lsp")
    .option("--stdio", "serve over standard input and output, as it always does")
    .description("serve an editor as its language server")
    .action(async () => {
      const { serveEditor } = await import("../commands/lsp.ts");
      finish(await serveEditor(io));
    });
  for (const command of program.commands) command.helpOption("-h, --help", "print help");
  return program;
}

function defineParse(program: Command, io: Io, finish: (exitCode: number) => void): void {
  const parse = program
    .command("parse")
    .argument("[path...]", "recipes, or directories to search for them; - is standard input")
    .description("print an outline of recipes, or what Apptainer's own parser makes of them")
    .option(
      "--config <file>",
      "the configuration that says what is left out of directories, instead of the nearest deflint.toml",
    )
    .option("--isolated", "read no configuration")
    .addOption(formatOption(["text", "json"]));
  addBuildArguments(parse).action(async (paths: string[], flags: ParseFlags) => {
    const { parseRecipes } = await import("../commands/parse.ts");
    finish(await parseRecipes(paths, flags, io));
  });
}

function defineCheck(program: Command, io: Io, finish: (exitCode: number) => void): void {
  const check = program
    .command("check")
    .argument("[path...]", `recipes, globs, or directories to search for ${RECIPE_NAMES.shown}; - is standard input`)
    .description("report what would break or mislead a build (what bare paths mean)");
  addCheckOptions(check).action(async (paths: string[], flags: CheckFlags) => {
    const command = await import("../commands/check/index.ts");
    finish(await command.check(paths, flags, io));
  });
}
