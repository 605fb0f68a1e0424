/** Writes a mended recipe in the place of the old one. */
import { closeSync, openSync, readFileSync, realpathSync, statSync } from "node:fs";
import { dirname } from "node:path";
import type { SourceText } from "#grammar/source.ts";
import { clearDraftsOnce } from "../files/draft.ts";
import { describeFileError } from "../files/file-error.ts";
import { writeAtomically } from "../files/write-atomically.ts";

const CHANGED = "it was changed by someone else since it was read";

/**
 * Replaces the file that `original` was read from by `text`: through symbolic links, with its mode and other attributes kept,
 * whole or not at all. A file with several names (hard links) gets the new text under this one. Returns undefined when it is
 * written, else a sentence that says why nothing was.
 */
export function writeMended(path: string, original: SourceText, text: string): string | undefined {
  if (original.hasInvalidUtf8) return "it is not valid UTF-8, and such a file is never rewritten";
  let target: string;
  try {
    target = realpathSync(path);
    // A pipe would have to be read a second time, and nobody may be writing into it.
    if (!statSync(target).isFile()) return "it is no regular file";
    // A file that its owner has closed stays as it is, though its directory be open.
    closeSync(openSync(target, "r+"));
  } catch (error) {
    return describeFailure(error);
  }
  const confirm = (): void => {
    if (!readFileSync(target).equals(original.toBytes())) throw new ChangedMeanwhile();
  };
  try {
    writeAtomically(target, Buffer.from(text), { like: target, confirm });
    return undefined;
  } catch (error) {
    return error instanceof ChangedMeanwhile ? CHANGED : (describeClosedPlace(error) ?? describeFailure(error));
  }
}

class ChangedMeanwhile extends Error {}

function describeFailure(error: unknown): string {
  return `it cannot be written: ${describeFileError(error)}`;
}

/** Why a file that may be written cannot be replaced; undefined for troubles that any write may have. */
function describeClosedPlace(error: unknown): string | undefined {
  const { syscall, code = "" } = error as NodeJS.ErrnoException;
  const cause = describeFileError(error);
  const whole = "deflint replaces a recipe whole and never writes into it, where a kill would leave it half written";
  const hint = "--diff prints the mend";
  if (syscall === "open" && ["EACCES", "EPERM", "EROFS"].includes(code))
    return `no file can be made in its directory (${cause}), and ${whole}; ${hint}`;
  if (syscall === "rename" && ["EBUSY", "EXDEV", "EPERM", "EACCES"].includes(code))
    return `no other file can take its place (${cause}), and ${whole}; ${hint}`;
  return undefined;
}

/** Removes what processes that were killed left beside a recipe when they wrote it. Never throws. */
export function clearLeftovers(path: string): void {
  try {
    clearDraftsOnce(dirname(realpathSync(path)));
  } catch {
    // The recipe vanished, and nothing is known of where it was.
  }
}
