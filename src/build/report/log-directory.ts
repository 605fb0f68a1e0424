/** Keeps what a build was made of and how it went: recipe, log and report, beside the image. */
import { copyFile, lstat, mkdir, readdir, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { describeFileError } from "../../files/file-error.ts";
import { writeAtomically } from "../../files/write-atomically.ts";
import { replace } from "../staging/replace.ts";

/** The names of the files that stand in a log directory. */
export const LOG_FILES = { recipe: "recipe.def", log: "build.log", report: "report.json" } as const;

const NAMES: readonly string[] = Object.values(LOG_FILES);

/** `<image>.deflint`, or what --log-dir says; as the person wrote it, relative to the working directory. */
export function logDirectoryOf(image: string, chosen: string | undefined): string {
  return chosen ?? `${image.replace(/\/+$/, "")}.deflint`;
}

/** Makes sure, before a build begins, that its log can be put there. Rejects with one clear line. */
export async function checkLogDirectory(directory: string, cwd: string): Promise<void> {
  const path = resolve(cwd, directory);
  try {
    const standing = await stat(path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "ENOENT") throw error;
    });
    if (standing?.isDirectory() === false) throw Object.assign(new Error(), { code: "EEXIST" });
    if (standing === undefined) await stat(dirname(path));
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

/**
 * Puts a finished log directory in the place of the last one, so that files of two builds never stand together.
 * Where the last one holds other things too, is a link, or lies on another file system, the files go into it one by one.
 * The last one is left at `aside`. Rejects with one clear line.
 */
export async function publishLog(from: string, directory: string, cwd: string, aside: string): Promise<void> {
  const to = resolve(cwd, directory);
  try {
    if (await isOursAlone(to)) await replace(from, to, aside).catch((error) => retryAcrossFileSystems(error, from, to));
    else await moveOneByOne(from, to);
  } catch (error) {
    throw new Error(`${directory}: recipe, log and report could not be put there: ${describeFileError(error)}`);
  }
}

async function isOursAlone(path: string): Promise<boolean> {
  const found = await lstat(path).catch(() => undefined);
  if (found === undefined) return true;
  return found.isDirectory() && (await readdir(path)).every((name) => NAMES.includes(name));
}

async function retryAcrossFileSystems(error: NodeJS.ErrnoException, from: string, to: string): Promise<void> {
  if (error.code !== "EXDEV") throw error;
  await mkdir(to, { recursive: true });
  await moveOneByOne(from, to);
}

async function moveOneByOne(from: string, to: string): Promise<void> {
  const names = await readdir(from);
  const draftOf = (name: string) => join(to, `.${name}.${basename(dirname(from)).slice(-6)}.tmp`);
  try {
    for (const name of names)
      await rename(join(from, name), draftOf(name)).catch(() => copyFile(join(from, name), draftOf(name)));
    for (const name of NAMES) {
      if (names.includes(name)) await rename(draftOf(name), join(to, name));
      else await rm(join(to, name), { force: true });
    }
  } finally {
    await Promise.all(names.map((name) => rm(draftOf(name), { force: true })));
  }
}
