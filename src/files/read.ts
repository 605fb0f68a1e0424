/** Reads a recipe from disk or standard input, and refuses what plainly is none. */
import { closeSync, fstatSync, lstatSync, openSync, readSync } from "node:fs";
import { type SourceText, sourceFromBytes } from "#grammar/source.ts";
import { describeFileError } from "./file-error.ts";
import { isSif } from "./magic.ts";

/** The path that means standard input. */
export const STANDARD_INPUT = "-";

/** Bytes; no recipe comes near it, and a disk image given by mistake is named instead of swallowed. */
export const MAXIMUM_BYTES = 64 * 1024 * 1024;

interface ReadProblem {
  readonly kind: "unreadable" | "not-text";
  /** The end of a sentence that starts with the path. */
  readonly message: string;
}

/** The text of a recipe, or why there is none. */
export type ReadOutcome = { readonly source: SourceText } | { readonly problem: ReadProblem };

/** Reads one file, or standard input for `-`. Never throws. */
export function readRecipe(path: string): ReadOutcome {
  let bytes: Buffer | undefined;
  try {
    bytes = readBytes(path);
  } catch (error) {
    return { problem: { kind: "unreadable", message: describeReadError(path, error) } };
  }
  if (bytes === undefined) return { problem: { kind: "unreadable", message: "is larger than 64 MiB" } };
  const disguise = recognizeNonText(bytes);
  if (disguise !== undefined) return { problem: { kind: "not-text", message: disguise } };
  return { source: sourceFromBytes(bytes) };
}

/** The bytes of a file of any kind, or undefined when there are more than `most`. Throws the system's error. */
export function readBytes(path: string, most = MAXIMUM_BYTES): Buffer | undefined {
  const descriptor = path === STANDARD_INPUT ? 0 : openSync(path, "r");
  try {
    const stats = fstatSync(descriptor);
    if (stats.isFile() && stats.size > most) return undefined;
    return readToEnd(descriptor, stats.isFile() ? stats.size : 0, most);
  } finally {
    if (descriptor !== 0) closeSync(descriptor);
  }
}

function readToEnd(descriptor: number, expected: number, most: number): Buffer | undefined {
  const chunks: Buffer[] = [];
  let total = 0;
  for (;;) {
    const chunk = Buffer.allocUnsafe(Math.max(expected - total + 1, 16 * 1024));
    const length = readSome(descriptor, chunk);
    if (length === 0) return Buffer.concat(chunks, total);
    total += length;
    if (total > most) return undefined;
    chunks.push(chunk.subarray(0, length));
  }
}

function readSome(descriptor: number, chunk: Buffer): number {
  for (;;) {
    try {
      return readSync(descriptor, chunk);
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      if (code === "EOF") return 0;
      // Standard input may have been left non-blocking by the program that shares it.
      if (code !== "EAGAIN") throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
    }
  }
}

function describeReadError(path: string, error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === "EISDIR") return "is a directory";
  if (code === "ENOENT") return isSymbolicLink(path) ? "is a symbolic link to nothing" : "does not exist";
  return `cannot be read: ${describeFileError(error)}`;
}

function isSymbolicLink(path: string): boolean {
  try {
    return lstatSync(path).isSymbolicLink();
  } catch {
    return false;
  }
}

/** What the bytes plainly are when they are no text, as the end of a sentence. */
function recognizeNonText(bytes: Buffer): string | undefined {
  if (bytes.length >= 4 && bytes.readUInt32BE(0) === 0x7f454c46) return "is a program (ELF), not a definition file";
  if (isSif(bytes)) return "is an image (SIF), not a definition file";
  if (bytes.length >= 2 && bytes.readUInt16BE(0) === 0x1f8b) return "is compressed (gzip), not a definition file";
  if (bytes.length >= 2 && [0xfffe, 0xfeff].includes(bytes.readUInt16BE(0)))
    return "is UTF-16, which Apptainer does not read; save it as UTF-8";
  let nulls = 0;
  for (let at = bytes.indexOf(0); at !== -1; at = bytes.indexOf(0, at + 1)) nulls++;
  return nulls * 100 > bytes.length ? "is no text" : undefined;
}
