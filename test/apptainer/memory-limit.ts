/** A bound on the memory that a process and its children use: a control group of this machine, of either version. */
import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";

export interface MemoryLimit {
  /** A command line that runs the given one in the group. */
  enter(command: readonly string[]): string[];
  /** Ends what is left in the group, and the group. */
  remove(): Promise<void>;
}

/** Milliseconds that killed processes may take to go. */
const PATIENCE = 20_000;

const ROOTS = [
  { root: "/sys/fs/cgroup/memory", limit: "memory.limit_in_bytes" },
  { root: "/sys/fs/cgroup", limit: "memory.max" },
] as const;

/** Makes the group; throws where this machine lets root make none. */
export function limitMemory(bytes: number): MemoryLimit {
  for (const { root, limit } of ROOTS) {
    if (!existsSync(join(root, "cgroup.procs"))) continue;
    const group = join(root, `deflint-proof-${process.pid}`);
    mkdirSync(group);
    try {
      writeFileSync(join(group, limit), String(bytes));
    } catch (error) {
      rmdirSync(group);
      throw error;
    }
    const script = 'echo $$ > "$0" && exec "$@"';
    return {
      enter: (command) => ["/bin/sh", "-c", script, join(group, "cgroup.procs"), ...command],
      remove: () => removeGroup(group),
    };
  }
  throw new Error("this machine has no control group of memory");
}

/** What the kernel killed for its memory is a member until it is gone, and may have children. */
async function removeGroup(group: string): Promise<void> {
  const deadline = Date.now() + PATIENCE;
  for (;;) {
    for (const member of readFileSync(join(group, "cgroup.procs"), "utf8").split("\n").filter(Boolean))
      kill(Number(member));
    try {
      rmdirSync(group);
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EBUSY" || Date.now() > deadline) throw error;
    }
    await setTimeout(50);
  }
}

function kill(member: number): void {
  try {
    process.kill(member, "SIGKILL");
  } catch {
    // It went by itself.
  }
}
