/** `deflint parse`: what Apptainer will make of a recipe. */
import { resolve } from "node:path";
import { askApptainer } from "#grammar/apptainer-build.ts";
import { parse } from "#grammar/index.ts";
import { readBuildArguments } from "../build-arguments.ts";
import { findConfigurations } from "../config/configurations.ts";
import { EXIT } from "../exit-codes.ts";
import { discoverRecipes } from "../files/discover.ts";
import { readRecipe, STANDARD_INPUT } from "../files/read.ts";
import { recognizeOther } from "../files/recognize-other.ts";
import type { Io } from "../io.ts";
import { renderOutline } from "../reporters/outline.ts";
import { UsageError } from "../usage-error.ts";
import { say } from "./say.ts";

/** The flags of parse, as the command line spells them. */
export interface ParseFlags {
  readonly format: "text" | "json";
  readonly buildArg?: readonly string[];
  readonly buildArgFile?: string;
  /** The configuration whose `exclude` counts, in place of the nearest ones. */
  readonly config?: string;
  readonly isolated?: boolean;
}

/**
 * Prints an outline of each recipe, or with `--format json` Apptainer's reading of it: one recipe as one object, several
 * as one object a line, each with its path. Resolves to 0 where Apptainer takes all of them, to 1 where it refuses one,
 * to 2 where one cannot be read.
 */
export async function parseRecipes(given: readonly string[], flags: ParseFlags, io: Io): Promise<number> {
  if (given.length === 0) throw new UsageError("no path given; try `deflint parse recipe.def`");
  const values = readBuildArguments(flags.buildArg ?? [], flags.buildArgFile, io.cwd);
  const { paths, problems } = await discoverRecipes(given, {
    cwd: io.cwd,
    loadExclusion: async () => {
      const [{ excludesOf }, { makeExclusion }] = await Promise.all([
        findConfigurations(flags, io.cwd),
        import("../files/exclusion.ts"),
      ]);
      return makeExclusion(excludesOf);
    },
  });
  const troubles = problems.map(({ path, message }) => `${path}: ${message}`);
  let exitCode: number = EXIT.clean;
  for (const path of paths) {
    const read = readRecipe(path === STANDARD_INPUT ? path : resolve(io.cwd, path));
    if ("problem" in read) {
      troubles.push(`${path}: ${read.problem.message}`);
      continue;
    }
    // Who names a file wants to know what Apptainer makes of it, be it what it may.
    const other = given.includes(path) ? undefined : recognizeOther(read.source.text);
    if (other !== undefined) {
      say(`${path}: skipped: ${other}`, io);
      continue;
    }
    const recipe = parse(read.source);
    const answer = askApptainer(recipe, values);
    if (!answer.ok || !answer.build.ok || answer.build.buildErrors !== undefined) exitCode = EXIT.findings;
    if (flags.format === "text") {
      io.stdout.write(renderOutline(path, recipe, answer));
    } else if (paths.length === 1) io.stdout.write(`${JSON.stringify(answer, undefined, 2)}\n`);
    else io.stdout.write(`${JSON.stringify({ path, ...answer })}\n`);
  }
  for (const trouble of troubles) say(trouble, io);
  return troubles.length > 0 ? EXIT.trouble : exitCode;
}
