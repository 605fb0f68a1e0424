/** Says whose a temporary directory is, so that a later build knows the directories of builds that were killed. */
import { readFile, readlink, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
// The number only: what the process is, reads and prints stays with main.ts.
import { pid } from "node:process";

/** The process that made a directory. */
export interface OwnerMark {
  readonly host: string;
  /** The kernel's identity from one start of the host to the next. */
  readonly boot: string;
  /** The namespace that `pid` counts in. */
  readonly namespace: string;
  readonly pid: number;
  /** When it started, in clock ticks since the host did: a number that is given out again means another process. */
  readonly started: string;
  /** What the directory is for. */
  readonly purpose: string;
}

/**
 * `elsewhere`: it cannot be told from here. Directories are shared between hosts, hosts may have the same name,
 * and a host that was started anew cannot be told from another of its name.
 */
export type OwnerState = "at work" | "gone" | "elsewhere";

/** Writes the mark of this process. */
export async function writeMark(path: string, purpose: string): Promise<void> {
  const mark: OwnerMark = { ...(await identify()), pid, started: (await startOf(pid)) ?? "", purpose };
  await writeFile(path, `${JSON.stringify(mark)}\n`, { flag: "wx", mode: 0o600 });
}

/** The mark at a path; undefined where there is none that can be understood. */
export async function readMark(path: string): Promise<OwnerMark | undefined> {
  try {
    const read: unknown = JSON.parse(await readFile(path, "utf8"));
    return isMark(read) ? read : undefined;
  } catch {
    return undefined;
  }
}

/** Whether the process of a mark still runs. */
export async function stateOf(mark: OwnerMark): Promise<OwnerState> {
  const here = await identify();
  if (here.boot === "" || mark.host !== here.host || mark.boot !== here.boot || mark.namespace !== here.namespace)
    return "elsewhere";
  const started = await startOf(mark.pid);
  return started !== undefined && started === mark.started ? "at work" : "gone";
}

async function identify(): Promise<Pick<OwnerMark, "host" | "boot" | "namespace">> {
  const boot = await readFile("/proc/sys/kernel/random/boot_id", "utf8").catch(() => "");
  return { host: hostname(), boot: boot.trim(), namespace: await readlink("/proc/self/ns/pid").catch(() => "") };
}

/** proc(5), stat: the 22nd field, counted behind the command, which is in parentheses and may hold anything. */
async function startOf(process: number): Promise<string | undefined> {
  const status = await readFile(`/proc/${process}/stat`, "latin1").catch(() => "");
  const [state, ...rest] = status.slice(status.lastIndexOf(")") + 2).split(" ");
  return state === "Z" ? undefined : rest[18];
}

function isMark(read: unknown): read is OwnerMark {
  const mark = read as Partial<OwnerMark> | null;
  return (
    typeof mark === "object" &&
    typeof mark?.pid === "number" &&
    [mark.host, mark.boot, mark.namespace, mark.started, mark.purpose].every((text) => typeof text === "string")
  );
}
