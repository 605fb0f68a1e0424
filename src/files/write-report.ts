/** Writes a report where its reader asked for it. */
import { realpathSync, statSync, writeFileSync } from "node:fs";
import { existsAt } from "./existence.ts";
import { describeFileError } from "./file-error.ts";
import { writeAtomically } from "./write-atomically.ts";

/** Failures that a rename has where writing in place may still work: a file mounted by itself, a directory of somebody else's. */
const ONLY_IN_PLACE: ReadonlySet<string | undefined> = new Set(["EACCES", "EPERM", "EBUSY", "EXDEV", "EROFS"]);

/**
 * Writes a file whole or not at all; a link is followed, and what is no file (a pipe, a device, a link to nothing) is written to.
 * Never throws.
 * @param path absolute
 * @returns why it could not be written; undefined where it was
 */
export function writeReport(path: string, text: string): string | undefined {
  const content = Buffer.from(text);
  try {
    const old = statSync(path, { throwIfNoEntry: false });
    if (old === undefined && !existsAt(path)) writeAtomically(path, content);
    else if (old?.isFile()) replace(realpathSync(path), content);
    else writeFileSync(path, content);
    return undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return "its directory does not exist";
    return describeFileError(error);
  }
}

function replace(path: string, content: Buffer): void {
  try {
    writeAtomically(path, content, { like: path });
  } catch (error) {
    if (!ONLY_IN_PLACE.has((error as NodeJS.ErrnoException).code)) throw error;
    writeFileSync(path, content);
  }
}
