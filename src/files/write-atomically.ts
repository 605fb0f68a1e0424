/** Writes a file whole or not at all. */
import { closeSync, fsyncSync, openSync, renameSync, rmSync, statSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { clearDraftsOnce, draftPathFor } from "./draft.ts";
import { imitate } from "./imitate.ts";

interface WriteOptions {
  /** The path of the file whose mode, owner and other attributes it gets; without one its mode is 0644 less the umask. */
  readonly like?: string;
  /** Called when all is written, right before the file takes its place; what it throws is thrown, and nothing was changed. */
  readonly confirm?: () => void;
}

/**
 * Puts a file with `content` in the place of whatever has that name; a symbolic link there is replaced, not followed. What
 * killed processes left beside it is removed. Throws the system's error and leaves nothing behind.
 */
export function writeAtomically(path: string, content: Uint8Array, { like, confirm }: WriteOptions = {}): void {
  clearDraftsOnce(dirname(path));
  const model = like === undefined ? undefined : statSync(like);
  const draft = draftPathFor(path);
  const descriptor = openSync(draft, "wx", like === undefined ? 0o644 : 0o600);
  try {
    try {
      if (like !== undefined && model !== undefined) imitate(descriptor, draft, like, model);
      for (let at = 0; at < content.length; ) at += writeSync(descriptor, content, at);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    confirm?.();
    renameSync(draft, path);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}
