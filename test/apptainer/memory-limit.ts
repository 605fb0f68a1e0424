/** A bound on the memory that a process and its children use: a control group of this machine, of either version. */
import { existsSync, mkdirSync, rmdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export interface MemoryLimit {
  /** A command line that runs the given one in the group. */
  enter(command: readonly string[]): string[];
  /** To be called when all in it have ended. */
  remove(): void;
}

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
      remove: () => rmdirSync(group),
    };
  }
  throw new Error("this machine has no control group of memory");
}
