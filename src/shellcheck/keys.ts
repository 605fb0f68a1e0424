/** Names for what is kept: the same for the same, another for anything else. */
import { createHash } from "node:crypto";
import { statSync } from "node:fs";

/** Hexadecimal digits that stand for these parts in this order. */
export function digest(...parts: readonly (string | number)[]): string {
  return createHash("sha256").update(parts.join("\0")).digest("hex");
}

/** The key of what a program says of itself, which an update changes; undefined where there is no such file. */
export function keyOfFile(path: string): string | undefined {
  try {
    const { mtimeMs, size, ino } = statSync(path);
    return digest("version", path, mtimeMs, size, ino);
  } catch {
    return undefined;
  }
}
