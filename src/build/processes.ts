/** Sees, weighs and ends the processes of one build, those included that have slipped away from their parents. */
import { readdir, readlink } from "node:fs/promises";
// The system call only: what the process is, reads and prints stays with main.ts.
import { kill } from "node:process";
import { bearsMark, lookAt, markOf, type Process, residentBytes } from "./process-table.ts";

/** All processes of one build. */
export interface BuildProcesses {
  /** Sends a signal to the engine's whole process group; false when it has ended. */
  signal(name: NodeJS.Signals): boolean;
  /** Remembers the processes that the build has now: fakeroot's daemon leaves its session, not its mount namespace. */
  remember(): Promise<void>;
  /**
   * Bytes of memory that all of them have at this moment: the sum of their resident sets, so that a page which two share
   * counts twice and files in the page cache do not count. Remembers too. Cheap enough to be asked once a second.
   */
  memory(): Promise<number>;
  /** Ends what is left of the build: first asks, then kills. Resolves when nothing is left or nothing more can be done. */
  sweep(): Promise<void>;
  /** Kills everything at once. */
  killAll(): Promise<void>;
}

/** How long a process may take to end when asked, in milliseconds. */
const PATIENCE = 2000;

/**
 * The processes of the build that `leader` leads. It must lead a session of its own (spawned `detached`): the session is
 * what orphans keep. Linux only; elsewhere nothing beyond the process group is seen.
 * @param directories that are this build's alone, their names made by mkdtemp: who has one of them among its mounts or in its
 *   environment belongs to it, even where nobody saw it begin
 */
export function buildProcesses(leader: number, directories: readonly string[] = [], proc = "/proc"): BuildProcesses {
  const marks = directories.map(markOf);
  /** The build's processes, and when they started: numbers of processes, as those of namespaces, are given out again. */
  const seen = new Map<number, string | undefined>();
  /** Processes that were none of the build's at the last look, nor can become one: a login node has thousands. */
  let strangers = new Set<string>();

  async function members({ all }: { all: boolean }): Promise<number[]> {
    const own = await readlink(`${proc}/self/ns/mnt`).catch(() => "");
    const names = (await readdir(proc).catch(() => [])).filter((name) => /^\d+$/.test(name));
    const passed = new Set(names.filter((name) => !all && strangers.has(name)));
    const found = await Promise.all(names.filter((name) => !passed.has(name)).map((name) => lookAt(proc, name)));
    const processes = found.filter((one) => one !== undefined);
    const isKnown = ({ pid, session, started }: Process) =>
      session === leader || (seen.has(pid) && seen.get(pid) === started);
    // Outside, Apptainer asks `fakeroot` for its environment, whose daemon leaves the session too; that is looked for at the
    // end alone, since everything on the host may be such.
    const isMarked = async ({ pid, namespace }: Process) => {
      const isInside = own !== "" && namespace !== "" && namespace !== own;
      if (!isInside && !all) return false;
      return bearsMark(`${proc}/${pid}`, isInside ? "mountinfo" : "environ", marks);
    };
    const belongs = await Promise.all(processes.map(async (one) => isKnown(one) || (await isMarked(one))));
    const certain = processes.filter((_, at) => belongs[at]);
    // Who shares a namespace with one of them at this moment is one too. Without knowing its own it would take everything
    // on the host for the build's.
    const spaces = new Set(certain.map(({ namespace }) => namespace).filter((one) => own !== "" && one !== own));
    spaces.delete("");
    const ours = processes.filter((one) => certain.includes(one) || spaces.has(one.namespace));
    for (const { pid, started } of ours) seen.set(pid, started);
    const others = processes.filter((one) => !ours.includes(one) && (one.namespace === "" || one.namespace === own));
    strangers = new Set([...passed, ...others.map(({ pid }) => `${pid}`)]);
    return ours.map(({ pid }) => pid);
  }

  function signal(name: NodeJS.Signals): boolean {
    return send(-leader, name);
  }

  /** Stopped first: a daemon that one of them starts between the look and the blow would be found by nobody afterwards. */
  async function killAll(): Promise<void> {
    let found = await members({ all: true });
    for (let known = 0; found.length > known; ) {
      known = found.length;
      for (const pid of found) send(pid, "SIGSTOP");
      found = await members({ all: true });
    }
    for (const pid of found) send(pid, "SIGKILL");
  }

  return {
    signal,
    killAll,
    async remember() {
      await members({ all: false });
    },
    async memory() {
      const sizes = await Promise.all((await members({ all: false })).map((pid) => residentBytes(`${proc}/${pid}`)));
      return sizes.reduce((sum, size) => sum + size, 0);
    },
    async sweep() {
      const end = Date.now() + PATIENCE;
      let left = await members({ all: true });
      for (const pid of left) send(pid, "SIGTERM");
      while (left.length > 0 && Date.now() < end) {
        await new Promise((resolve) => setTimeout(resolve, 50));
        left = await members({ all: true });
      }
      if (left.length > 0) await killAll();
    },
  };
}

function send(pid: number, name: NodeJS.Signals): boolean {
  try {
    kill(pid, name);
    return true;
  } catch {
    // Ended in between, or of another user.
    return false;
  }
}
