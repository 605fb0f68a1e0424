/** Writes a mended recipe in the place of the old one. */
import { accessSync, constants, readFileSync, realpathSync, statSync } from "node:fs";
import type { SourceText } from "#grammar/source.ts";
import { describeFileError } from "../files/file-error.ts";
import { writeAtomically } from "../files/write-atomically.ts";

/**
 * Replaces the file that `original` was read from by `text`: through symbolic links, with its mode kept, whole or not at
 * all. Returns undefined when it is written, else a sentence that says why nothing was.
 */
export function writeMended(path: string, original: SourceText, text: string): string | undefined {
  if (original.hasInvalidUtf8) return "it is not valid UTF-8, and such a file is never rewritten";
  try {
    const target = realpathSync(path);
    // A pipe would have to be read a second time, and nobody may be writing into it.
    if (!statSync(target).isFile()) return "it is no regular file";
    accessSync(target, constants.W_OK);
    if (!readFileSync(target).equals(original.toBytes())) return "it was changed by someone else since it was read";
    writeAtomically(target, Buffer.from(text), statSync(target));
    return undefined;
  } catch (error) {
    return `it cannot be written: ${describeFileError(error)}`;
  }
}
