/** Writes a mended recipe in the place of the old one: whole or not at all. */
import { randomBytes } from "node:crypto";
import {
  accessSync,
  closeSync,
  constants,
  fchmodSync,
  fchownSync,
  fsyncSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  type Stats,
  statSync,
  unlinkSync,
  writeSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import type { SourceText } from "#grammar/source.ts";
import { describeFileError } from "../files/file-error.ts";

/**
 * Replaces the file that `original` was read from by `text`: through symbolic links, with its mode kept.
 * Returns undefined when it is written, else a sentence that says why nothing was.
 */
export function writeMended(path: string, original: SourceText, text: string): string | undefined {
  if (original.hasInvalidUtf8) return "it is not valid UTF-8, and such a file is never rewritten";
  try {
    const target = realpathSync(path);
    accessSync(target, constants.W_OK);
    if (!readFileSync(target).equals(original.toBytes())) return "it was changed by someone else since it was read";
    replaceFile(target, statSync(target), Buffer.from(text));
    return undefined;
  } catch (error) {
    return `it cannot be written: ${describeFileError(error)}`;
  }
}

function replaceFile(target: string, stats: Stats, content: Buffer): void {
  const temporary = join(dirname(target), `.${basename(target).slice(0, 200)}.${randomBytes(6).toString("hex")}.tmp`);
  const descriptor = openSync(temporary, "wx", 0o600);
  try {
    try {
      for (let at = 0; at < content.length; ) at += writeSync(descriptor, content, at);
      keepOwner(descriptor, stats);
      fchmodSync(descriptor, stats.mode & 0o7777);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(temporary, target);
  } catch (error) {
    unlinkSync(temporary);
    throw error;
  }
}

/** Only the superuser may give a file away; a group-writable file of someone else becomes the writer's. */
function keepOwner(descriptor: number, { uid, gid }: Stats): void {
  try {
    fchownSync(descriptor, uid, gid);
  } catch {}
}
