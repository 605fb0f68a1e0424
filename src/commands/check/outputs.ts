/** Where the reports of a check go. */
import { type Stats, statSync } from "node:fs";
import { resolve } from "node:path";
import { STANDARD_INPUT } from "../../files/read.ts";
import type { Format } from "../../reporters/formats.ts";
import { UsageError } from "../../usage-error.ts";
import type { CheckFlags } from "./flags.ts";

/** A report to be made. */
export interface ReportOutput {
  readonly format: Format;
  /** As given; undefined for standard output. */
  readonly file: string | undefined;
}

const STANDARD_OUTPUT = "-";

/** Flags that name a file which a run reads or writes, as the command line spells them. */
const OTHER_FILES = {
  baseline: "--baseline",
  writeBaseline: "--write-baseline",
  config: "--config",
  target: "--target",
  buildArgFile: "--build-arg-file",
} as const;

/**
 * Matches formats and files. Throws a UsageError where two reports would go to one place, or over a recipe or another file of the
 * run.
 * @param recipes the paths of all that are checked
 */
export function chooseOutputs(
  flags: Pick<CheckFlags, "format" | "outputFile" | keyof typeof OTHER_FILES>,
  recipes: readonly string[],
  cwd: string,
): readonly ReportOutput[] {
  const { format: choices = [{ format: "text" }], outputFile } = flags;
  if (outputFile === "") throw new UsageError("--output-file names no file");
  const nameless = choices.find(({ file }) => file === "");
  if (nameless !== undefined) throw new UsageError(`--format ${nameless.format}= names no file`);
  if (outputFile !== undefined && choices.every(({ file }) => file !== undefined))
    throw new UsageError(
      "--output-file takes the report of a format that names no file: here every --format names one",
    );
  const outputs = choices.map(({ format, file = outputFile }) => ({
    format,
    file: file === STANDARD_OUTPUT ? undefined : file,
  }));
  refuseSharedPlaces(outputs, cwd);
  refuseRecipes(outputs, recipes, cwd);
  refuseOthers(outputs, flags, cwd);
  return outputs;
}

function refuseSharedPlaces(outputs: readonly ReportOutput[], cwd: string): void {
  const taken = new Map<string | undefined, Format>();
  for (const { format, file } of outputs) {
    const place = file === undefined ? undefined : identify(cwd, file);
    const other = taken.get(place);
    if (other !== undefined) {
      const where = file === undefined ? "standard output" : file;
      throw new UsageError(
        `the reports ${other} and ${format} would both go to ${where}: give one a file of its own, as in --format ${format}=FILE`,
      );
    }
    taken.set(place, format);
  }
}

function refuseRecipes(outputs: readonly ReportOutput[], recipes: readonly string[], cwd: string): void {
  const files = outputs.flatMap(({ file }) => file ?? []);
  if (files.length === 0) return;
  const places = new Set(recipes.filter((path) => path !== STANDARD_INPUT).map((path) => identify(cwd, path)));
  for (const file of files) {
    if (places.has(identify(cwd, file)))
      throw new UsageError(`${file} is one of the recipes: the report would be written over it`);
  }
}

function refuseOthers(outputs: readonly ReportOutput[], flags: Parameters<typeof chooseOutputs>[0], cwd: string): void {
  for (const file of outputs.flatMap((output) => output.file ?? [])) {
    for (const [key, flag] of Object.entries(OTHER_FILES)) {
      const other = flags[key as keyof typeof OTHER_FILES];
      if (other !== undefined && identify(cwd, other) === identify(cwd, file))
        throw new UsageError(`${file} is what ${flag} names: the report would be written over it`);
    }
  }
}

/** The same for all names of a file that exists: links, and paths through linked directories. */
function identify(cwd: string, path: string): string {
  const absolute = resolve(cwd, path);
  const found = lookAt(absolute);
  // Devices take what they are given, each writer's in turn.
  return found?.isFile() ? `${found.dev}:${found.ino}` : absolute;
}

function lookAt(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}
