/** Writes a file whole or not at all. */
import { randomBytes } from "node:crypto";
import {
  closeSync,
  fchmodSync,
  fchownSync,
  fsyncSync,
  openSync,
  renameSync,
  type Stats,
  unlinkSync,
  writeSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";

/**
 * Puts a file with `content` in the place of whatever has that name; a symbolic link there is replaced, not followed.
 * It gets the mode and owner of `like`, else 0644 less the umask. Throws the system's error and leaves nothing behind.
 */
export function writeAtomically(path: string, content: Uint8Array, like?: Stats): void {
  const draft = join(dirname(path), `.${basename(path).slice(0, 200)}.${randomBytes(6).toString("hex")}.tmp`);
  const descriptor = openSync(draft, "wx", like === undefined ? 0o644 : 0o600);
  try {
    try {
      for (let at = 0; at < content.length; ) at += writeSync(descriptor, content, at);
      if (like !== undefined) imitate(descriptor, like);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(draft, path);
  } catch (error) {
    unlinkSync(draft);
    throw error;
  }
}

function imitate(descriptor: number, { uid, gid, mode }: Stats): void {
  try {
    fchownSync(descriptor, uid, gid);
  } catch {
    // Only the superuser may give a file away; a group-writable file of someone else becomes the writer's.
  }
  fchmodSync(descriptor, mode & 0o7777);
}
