/** Whether a program brings all its libraries with it. */
import { closeSync, openSync, readSync } from "node:fs";

/** More than any program header table in practice, in bytes. */
const HEAD = 4096;

/** The program header type that names a dynamic linker (elf(5), PT_INTERP). */
const INTERPRETER = 3;

/** Undefined where the file cannot be read or is no 64-bit little-endian ELF program. */
export function isStaticProgram(path: string): boolean | undefined {
  const head = readHead(path);
  if (head === undefined || head.length < 64 || head.readUInt32BE(0) !== 0x7f454c46) return undefined;
  if (head[4] !== 2 || head[5] !== 1) return undefined;
  const [offset, size, count] = [Number(head.readBigUInt64LE(32)), head.readUInt16LE(54), head.readUInt16LE(56)];
  if (offset + size * count > head.length) return undefined;
  for (let at = 0; at < count; at++) if (head.readUInt32LE(offset + at * size) === INTERPRETER) return false;
  return true;
}

function readHead(path: string): Buffer | undefined {
  try {
    const file = openSync(path, "r");
    try {
      const buffer = Buffer.alloc(HEAD);
      return buffer.subarray(0, readSync(file, buffer, 0, HEAD, 0));
    } finally {
      closeSync(file);
    }
  } catch {
    return undefined;
  }
}
