/** Keeps what a build was made of and how it went: recipe, log and report, beside the image. */
import { mkdir, rm, stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { describeFileError } from "../files/file-error.ts";
import { writeAtomically } from "../files/write-atomically.ts";

/** The names of the files that stand in a log directory. */
export const LOG_FILES = { recipe: "recipe.def", log: "build.log", report: "report.json" } as const;

/** `<image>.deflint`, or what --log-dir says; as the person wrote it, relative to the working directory. */
export function logDirectoryOf(image: string, chosen: string | undefined): string {
  return chosen ?? `${image.replace(/\/+$/, "")}.deflint`;
}

/**
 * Makes the directory where it is missing (its parent must be there) and clears the files of an earlier build from it.
 * Rejects with one clear line.
 */
export async function makeLogDirectory(directory: string, cwd: string): Promise<void> {
  const path = resolve(cwd, directory);
  try {
    await mkdir(path).catch(async (error: NodeJS.ErrnoException) => {
      if (error.code !== "EEXIST" || !(await stat(path)).isDirectory()) throw error;
    });
    await Promise.all(Object.values(LOG_FILES).map((name) => rm(join(path, name), { force: true })));
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    const why = code === "ENOENT" ? `${dirname(path)} is not there` : describeFileError(error);
    throw new Error(
      `${directory}: the directory for recipe, log and report cannot be made (${why}); --log-dir names another place`,
    );
  }
}

/** Writes a file of the log directory whole or not at all. Throws an Error of one clear line. */
export function writeLogFile(directory: string, cwd: string, name: string, content: Uint8Array): void {
  const path = join(directory, name);
  try {
    writeAtomically(resolve(cwd, path), content);
  } catch (error) {
    throw new Error(`${path}: cannot be written: ${describeFileError(error)}`);
  }
}
