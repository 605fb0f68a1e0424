/** What a build is to make, and what stands at that name now. */
import { constants } from "node:fs";
import { access, lstat, readlink, stat } from "node:fs/promises";
import { basename, dirname, isAbsolute, relative, resolve } from "node:path";
import { geteuid } from "node:process";

/** The place of an image. */
export interface BuildTarget {
  /** Absolute, without a slash at its end: `out/` and `out` are one, as they are to Apptainer. */
  readonly path: string;
  readonly directory: string;
  /** Its name in `directory`; empty for `/`. */
  readonly name: string;
  /** As the person wrote it. */
  readonly written: string;
}

/** What stands at a name, a link being what it is and not what it points to. */
export type Standing = "nothing" | "file" | "directory";

/** The target of a command line. `..` is taken away as Apptainer does it, without a look at links. */
export function targetOf(image: string, cwd: string): BuildTarget {
  const path = resolve(cwd, image);
  return { path, directory: dirname(path), name: basename(path), written: image };
}

/** A path as the person would write it: relative to the working directory where the target was. */
export function asWritten(path: string, { written }: BuildTarget, cwd: string): string {
  return isAbsolute(written) ? path : relative(cwd, path) || ".";
}

/** What stands at a path now; rejects with the system's error when that cannot be told. */
export async function standingAt(path: string): Promise<Standing> {
  try {
    return (await lstat(path)).isDirectory() ? "directory" : "file";
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return "nothing";
    throw error;
  }
}

/** Whether Apptainer sees something at the target. A link to nothing is nothing to it. */
export async function standsAt(target: BuildTarget): Promise<boolean> {
  return stat(target.path).then(
    () => true,
    () => false,
  );
}

/**
 * What the link at a target points to, as it is written there; undefined where it is none. Apptainer removes a link and
 * puts the image in its place (seen with 1.4.5, SIF and sandbox): what it pointed to is not touched.
 */
export async function linkAt(target: BuildTarget): Promise<string | undefined> {
  return readlink(target.path).catch(() => undefined);
}

/** Why nothing can ever be put in the place of what stands at the target, in one sentence, or undefined. */
export async function whyUnmovable({ path, directory, name, written }: BuildTarget): Promise<string | undefined> {
  if (name === "") return `${written} is the root of all directories, and no name for an image`;
  const [own, around] = await Promise.all([lstat(path), lstat(directory)].map((look) => look.catch(() => undefined)));
  if (own === undefined || around === undefined) return undefined;
  if (own.dev !== around.dev)
    return `${written} is a mount point, and nothing can be put in its place; name something in it, such as ${written.replace(/\/+$/, "")}/image`;
  // Moving a directory changes its "..", which needs the right to write to it.
  const isMovable = !own.isDirectory() || own.uid === geteuid?.() || (await isWritable(path));
  return isMovable ? undefined : `${written} is a directory of another user, and only that user can replace it`;
}

async function isWritable(path: string): Promise<boolean> {
  return access(path, constants.W_OK).then(
    () => true,
    () => false,
  );
}
