/** Ways in which a build is interrupted, and a source of moments that can be repeated. */
import { readdirSync, readFileSync } from "node:fs";

/** Numbers from 0 to 1, always the same for a seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Sends a signal to a process and to those of its descendants that share its process group, as a terminal does. */
export function signalGroup(leader: number, name: NodeJS.Signals): void {
  const processes = readdirSync("/proc").flatMap((entry) => readStatus(entry));
  const group = processes.find(({ pid }) => pid === leader)?.group;
  const members = new Set([leader]);
  for (let grown = 0; grown !== members.size; ) {
    grown = members.size;
    for (const { pid, parent } of processes) if (members.has(parent)) members.add(pid);
  }
  for (const { pid, group: own } of processes) if (members.has(pid) && own === group) send(pid, name);
}

function readStatus(entry: string): { pid: number; parent: number; group: number }[] {
  if (!/^\d+$/.test(entry)) return [];
  try {
    const status = readFileSync(`/proc/${entry}/stat`, "latin1");
    const [, parent, group] = status.slice(status.lastIndexOf(")") + 2).split(" ");
    return [{ pid: Number(entry), parent: Number(parent), group: Number(group) }];
  } catch {
    return [];
  }
}

function send(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // Ended in between.
  }
}
