/** Tells a process from every other, on this host and on those that share its disks, for as long as its leavings may lie there. */
import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";
// The number only: what the process is, reads and prints stays with main.ts.
import { pid } from "node:process";

/** Where numbers of processes mean what they mean here. */
export interface ProcessHome {
  readonly host: string;
  /** The kernel's identity from one start of the host to the next; empty where it cannot be read. */
  readonly boot: string;
  /** The namespace that `pid` counts in. */
  readonly namespace: string;
}

export interface ProcessIdentity extends ProcessHome {
  readonly pid: number;
  /** When it started, in clock ticks since the host did: a number that is given out again means another process. */
  readonly started: string;
}

/**
 * `elsewhere`: it cannot be told from here. Directories are shared between hosts, hosts may have the same name,
 * and a host that was started anew cannot be told from another of its name.
 */
export type ProcessState = "at work" | "gone" | "elsewhere";

/** This process. Never throws. */
export function identifyProcess(): ProcessIdentity {
  return { ...identifyHome(), pid, started: startOf(pid) ?? "" };
}

/** Where this process is. Never throws. */
export function identifyHome(): ProcessHome {
  return {
    host: hostname(),
    boot: attempt(() => readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()),
    namespace: attempt(() => readlinkSync("/proc/self/ns/pid")),
  };
}

/** Whether a process still runs. Never throws. */
export function stateOf({ host, boot, namespace, pid, started }: ProcessIdentity): ProcessState {
  const here = identifyHome();
  const isHere = here.boot !== "" && host === here.host && boot === here.boot && namespace === here.namespace;
  if (!isHere || started === "") return "elsewhere";
  return startOf(pid) === started ? "at work" : "gone";
}

/** proc(5), stat: the 22nd field, counted behind the command, which is in parentheses and may hold anything. */
function startOf(process: number): string | undefined {
  const status = attempt(() => readFileSync(`/proc/${process}/stat`, "latin1"));
  const [state, ...rest] = status.slice(status.lastIndexOf(")") + 2).split(" ");
  return state === "Z" ? undefined : rest[18];
}

function attempt(read: () => string): string {
  try {
    return read();
  } catch {
    return "";
  }
}
