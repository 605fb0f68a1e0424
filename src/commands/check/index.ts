/** `deflint check`: judges recipes, and mends them where that is asked for. */
import { rules } from "#rules/index.ts";
import type { RunResult } from "../../engine/run.ts";
import { type CheckOptions, checkFile, describeTrouble, optionsFor } from "../../engine/run.ts";
import { makeSyntaxCheck } from "../../engine/shell-syntax.ts";
import { chooseExitCode } from "../../engine/summary.ts";
import { discoverRecipes } from "../../files/discover.ts";
import { STANDARD_INPUT } from "../../files/read.ts";
import type { Io } from "../../io.ts";
import { UsageError } from "../../usage-error.ts";
import type { CheckFlags } from "./flags.ts";
import { reportRun } from "./report.ts";
import { findSettings } from "./settings.ts";

/** Runs the command. Resolves to the exit code; rejects with a UsageError for flags that make no sense together. */
export async function check(given: readonly string[], flags: CheckFlags, io: Io): Promise<number> {
  refuseContradictions(given, flags);
  const settingsFor = await findSettings(flags, io);
  const { paths, problems } = discoverRecipes(given, io.cwd);
  const acceptsSyntax = makeSyntaxCheck(io.env["PATH"]);
  const optionsOf = (path: string): CheckOptions => {
    const { target, ...settings } = settingsFor(path);
    return optionsFor(path, {
      rules,
      ...settings,
      target: { ...target, acceptsSyntax },
      cwd: io.cwd,
      hygiene: flags.hygiene === true,
    });
  };
  const troubles = problems.map(({ path, message }) => describeTrouble(path, { kind: "unreadable", message }));
  if (flags.diff) {
    const { showDiffs } = await import("./diff.ts");
    return await showDiffs(paths, troubles, flags, optionsOf, io);
  }
  const files = flags.fix
    ? await (await import("./fix.ts")).fixFiles(paths, flags, optionsOf, io)
    : paths.map((path) => checkFile(path, optionsOf(path)));
  const run: RunResult = {
    target: settingsFor(STANDARD_INPUT).target,
    files: [...files, ...troubles],
    hygieneShown: flags.hygiene === true,
  };
  await reportRun(run, flags, io, flags.fix === true && paths.includes(STANDARD_INPUT));
  return chooseExitCode(run);
}

function refuseContradictions(given: readonly string[], flags: CheckFlags): void {
  if (given.length === 0) throw new UsageError("no path given; try `deflint recipe.def`, or `deflint --help`");
  if (flags.fix && flags.diff) throw new UsageError("--fix writes and --diff does not: give one of them");
  if (flags.diff && flags.format?.some(({ format }) => format !== "text"))
    throw new UsageError("--diff prints a diff: it takes no --format");
}
