/** `deflint diagnose`: what failed in a build, why, and what to do. */
import { createReadStream } from "node:fs";
import { relative, resolve } from "node:path";
import { parse } from "#grammar/index.ts";
import type { SourceText } from "#grammar/source.ts";
import { configureRecipe } from "../config/configure-recipe.ts";
import { addMends } from "../diagnosis/add-mends.ts";
import { diagnose } from "../diagnosis/diagnose.ts";
import { renderDiagnosisJson } from "../diagnosis/diagnosis-json.ts";
import type { LogLine } from "../diagnosis/log-line.ts";
import { readLog, readLogFile } from "../diagnosis/read-log.ts";
import { renderDiagnosis } from "../diagnosis/render-diagnosis.ts";
import type { RuleChoice } from "../engine/choice.ts";
import { EXIT } from "../exit-codes.ts";
import { describeFileError } from "../files/file-error.ts";
import { readRecipe, STANDARD_INPUT } from "../files/read.ts";
import type { Io } from "../io.ts";
import { wantsColor } from "../reporters/color.ts";
import { UsageError } from "../usage-error.ts";

/** The flags of diagnose, as the command line spells them. */
export interface DiagnoseFlags {
  readonly recipe?: string;
  readonly format: "text" | "json";
  /** The configuration in place of the one that is nearest to the recipe. */
  readonly config?: string;
  readonly isolated?: boolean;
}

/** Prints the diagnosis of a log; `-` is standard input. Resolves to 0 once it was read; rejects with a UsageError where it cannot be. */
export async function diagnoseLog(log: string, flags: DiagnoseFlags, io: Io): Promise<number> {
  if (log === STANDARD_INPUT && flags.recipe === STANDARD_INPUT)
    throw new UsageError("log and recipe cannot both be read from standard input");
  const lines = await readLines(log, io.cwd);
  const recipe = flags.recipe === undefined ? undefined : readGivenRecipe(flags.recipe, io.cwd);
  const found = diagnose(lines, recipe && parse(recipe.source));
  const diagnosis =
    recipe === undefined ? found : addMends(found, recipe.source, recipe.inDiff, await chooseFixes(flags, io));
  const name = log === STANDARD_INPUT ? "standard input" : log;
  io.stdout.write(
    flags.format === "json"
      ? renderDiagnosisJson(diagnosis, log, flags.recipe)
      : renderDiagnosis(diagnosis, {
          color: wantsColor(undefined, io.stdout, io.env),
          columns: io.stdout.columns,
          log: name,
          recipe,
        }),
  );
  return EXIT.clean;
}

/** Which fixes the owners of the recipe allow. */
async function chooseFixes({ recipe, config, isolated }: DiagnoseFlags, { cwd }: Io): Promise<RuleChoice> {
  const path = recipe === STANDARD_INPUT ? undefined : recipe;
  return (await configureRecipe(path, { config, isolated }, cwd)).choice;
}

async function readLines(log: string, cwd: string): Promise<LogLine[]> {
  try {
    return log === STANDARD_INPUT
      ? await readLog(createReadStream("", { fd: 0, autoClose: false }))
      : await readLogFile(resolve(cwd, log));
  } catch (error) {
    throw new UsageError(`${log}: ${describeFileError(error as NodeJS.ErrnoException)}`);
  }
}

function readGivenRecipe(path: string, cwd: string): { path: string; inDiff: string; source: SourceText } {
  const isInput = path === STANDARD_INPUT;
  const read = readRecipe(isInput ? path : resolve(cwd, path));
  if ("problem" in read) throw new UsageError(`${path}: ${read.problem.message}`);
  return { path, inDiff: isInput ? "stdin" : relative(cwd, resolve(cwd, path)), source: read.source };
}
