/** What proc(5) tells of one process. */
import { readFile, readlink } from "node:fs/promises";
import { basename } from "node:path";

/** Of the name of a directory that mkdtemp has made, "deflint-" and its six letters: what stands before may be written otherwise in a mount table. */
const MARK_LENGTH = 14;

/** Name of the variable by which whatever a build starts can be told from all else on the host. */
export const BUILD_VARIABLE = "DEFLINT_BUILD";

/** By what a directory that was made for one build alone is known in a mount table or an environment. */
export function markOf(directory: string): string {
  return `${basename(directory).slice(-MARK_LENGTH)}/`;
}

/** Whether a directory of such a name stands in a table of the process: `mountinfo`, or `environ`, as it was when it began. */
export async function bearsMark(
  process: string,
  table: "mountinfo" | "environ",
  marks: readonly string[],
): Promise<boolean> {
  if (marks.length === 0) return false;
  const text = await readFile(`${process}/${table}`, "latin1").catch(() => "");
  return marks.some((mark) => text.includes(mark));
}

/** A process, as far as it matters whose it is. */
export interface Process {
  readonly pid: number;
  readonly session: number;
  /** In clock ticks since the host did. */
  readonly started: string | undefined;
  /** Its mount namespace; empty where it cannot be read. */
  readonly namespace: string;
}

/** Undefined for one that is gone, and for a zombie. `proc` is where /proc stands. */
export async function lookAt(proc: string, name: string): Promise<Process | undefined> {
  const status = await readFile(`${proc}/${name}/stat`, "latin1").catch(() => "");
  // The command, in parentheses, may hold anything: count the fields behind it. state ppid pgrp session ... starttime
  const [state, , , session, ...rest] = status.slice(status.lastIndexOf(")") + 2).split(" ");
  if (session === undefined || state === "Z") return undefined;
  const namespace = await readlink(`${proc}/${name}/ns/mnt`).catch(() => "");
  return { pid: Number(name), session: Number(session), started: rest[15], namespace };
}

/** The resident set in bytes; 0 for a process that is gone, or that is a zombie. */
export async function residentBytes(directory: string): Promise<number> {
  const status = await readFile(`${directory}/status`, "latin1").catch(() => "");
  return Number(/^VmRSS:\s*(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1024;
}
