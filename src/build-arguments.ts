/** The values that the command line gives to `{{ }}` references, read as Apptainer reads them. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { splitAtCommas } from "./csv.ts";
import { describeFileError } from "./files/file-error.ts";
import { UsageError } from "./usage-error.ts";

/**
 * Reads `--build-arg` words and a `--build-arg-file`; words win. `cwd` is absolute. Throws a UsageError for a word that is
 * no K=V and for a file that cannot be read. Lines of the file that are no K=V (comments, say) are passed over, and a
 * value must not be empty: Apptainer, internal/pkg/build/args, ReadBuildArgs and getKeyVal.
 */
export function readBuildArguments(
  words: readonly string[],
  file: string | undefined,
  cwd: string,
): Map<string, string> {
  const values = new Map<string, string>();
  for (const line of file === undefined ? [] : readText(file, cwd).split(/\r?\n/)) {
    const pair = line.trimStart().startsWith("#") ? undefined : splitPair(line);
    if (pair !== undefined) values.set(...pair);
  }
  for (const word of words.flatMap(splitAtCommas)) {
    const pair = splitPair(word);
    if (pair === undefined) throw new UsageError(`--build-arg ${word} is not of the form K=V`);
    values.set(...pair);
  }
  return values;
}

function readText(file: string, cwd: string): string {
  try {
    return readFileSync(resolve(cwd, file), "utf8");
  } catch (error) {
    throw new UsageError(`--build-arg-file ${file} cannot be read: ${describeFileError(error)}`);
  }
}

function splitPair(text: string): [string, string] | undefined {
  const at = text.indexOf("=");
  const key = text.slice(0, Math.max(at, 0)).trim();
  const value = text.slice(at + 1).trim();
  return key === "" || value === "" ? undefined : [key, value];
}
