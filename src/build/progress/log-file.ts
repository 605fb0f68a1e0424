/** The log of a build: every byte that the engine printed, in the order in which it came. */
import { closeSync, openSync, unlinkSync, writeSync } from "node:fs";

export interface LogFile {
  write(bytes: Uint8Array): void;
  close(): void;
}

/** A log that gives up quietly when its disk is full: the build is worth more. A link at that name is replaced, not followed. */
export function openLogFile(path: string): LogFile {
  let file: number | undefined;
  try {
    unlinkSync(path);
  } catch {
    // There was none.
  }
  try {
    file = openSync(path, "wx", 0o644);
  } catch {
    // The directory has just been made; whatever took it away again will show in the report.
  }
  return {
    write(bytes) {
      try {
        // A write may be cut short, by the last free block for one.
        for (let at = 0; file !== undefined && at < bytes.length; ) at += writeSync(file, bytes, at);
      } catch {
        file = undefined;
      }
    },
    close() {
      if (file !== undefined) closeSync(file);
      file = undefined;
    },
  };
}
