/** How much memory a build may take: the machine's, and what the control group of the batch job allows. */
import { readFile } from "node:fs/promises";
import { totalmem } from "node:os";
import { dirname, join } from "node:path";
import { within } from "./programs.ts";

/** Memory in bytes. */
export interface Memory {
  readonly totalBytes: number;
  /** The smallest limit of this process's control group and those above it; undefined where none is set. */
  readonly limitBytes: number | undefined;
  readonly cgroup: "v1" | "v2" | undefined;
}

/** Version 1 says "no limit" by a number just below 2^63. */
const NO_LIMIT = 2 ** 60;

/** Reads the limits as cgroups(7) lays them out below `cgroupRoot`; unreadable files count as no limit. */
export async function probeMemory(procRoot: string, cgroupRoot: string): Promise<Memory> {
  const lines = ((await within(readFile(`${procRoot}/self/cgroup`, "utf8"))) ?? "").split("\n");
  const v1 = lines
    .map((line) => /^\d+:(?:[^:]*,)?memory(?:,[^:]*)?:(\/.*)$/.exec(line)?.[1])
    .find((path) => path !== undefined);
  const v2 = lines.map((line) => /^0::(\/.*)$/.exec(line)?.[1]).find((path) => path !== undefined);
  if (v1 !== undefined) {
    return {
      totalBytes: totalmem(),
      limitBytes: await smallest(join(cgroupRoot, "memory"), v1, "memory.limit_in_bytes"),
      cgroup: "v1",
    };
  }
  if (v2 === undefined) return { totalBytes: totalmem(), limitBytes: undefined, cgroup: undefined };
  return { totalBytes: totalmem(), limitBytes: await smallest(cgroupRoot, v2, "memory.max"), cgroup: "v2" };
}

async function smallest(root: string, group: string, file: string): Promise<number | undefined> {
  let limit: number | undefined;
  for (let path = group; ; path = dirname(path)) {
    const value = Number.parseInt((await within(readFile(join(root, path, file), "utf8"))) ?? "", 10);
    if (value < NO_LIMIT && value < (limit ?? NO_LIMIT)) limit = value;
    if (path === "/" || path === ".") return limit;
  }
}
