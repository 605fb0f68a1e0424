/** Sees and ends the processes of one build, those included that have slipped away from their parents. */
import { readdir, readFile, readlink } from "node:fs/promises";
// The system call only: what the process is, reads and prints stays with main.ts.
import { kill } from "node:process";

/** All processes of one build. */
export interface BuildProcesses {
  /** Sends a signal to the engine's whole process group; false when it has ended. */
  signal(name: NodeJS.Signals): boolean;
  /** Remembers the mount namespaces that the build has made so far: fakeroot's daemon leaves its session, not its namespace. */
  remember(): Promise<void>;
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
 */
export function buildProcesses(leader: number, proc = "/proc"): BuildProcesses {
  const namespaces = new Set<string>();

  async function members(): Promise<number[]> {
    const own = await readlink(`${proc}/self/ns/mnt`).catch(() => "");
    const names = (await readdir(proc).catch(() => [])).filter((name) => /^\d+$/.test(name));
    const found = await Promise.all(
      names.map(async (name) => {
        const status = await readFile(`${proc}/${name}/stat`, "latin1").catch(() => "");
        // The command, in parentheses, may hold anything: count the fields behind it. state ppid pgrp session
        const [state, , , session] = status.slice(status.lastIndexOf(")") + 2).split(" ");
        if (session === undefined || state === "Z") return [];
        const namespace = await readlink(`${proc}/${name}/ns/mnt`).catch(() => "");
        const inSession = Number(session) === leader;
        if (inSession && namespace !== "" && namespace !== own) namespaces.add(namespace);
        return inSession || namespaces.has(namespace) ? [Number(name)] : [];
      }),
    );
    return found.flat();
  }

  function signal(name: NodeJS.Signals): boolean {
    return send(-leader, name);
  }

  async function killAll(): Promise<void> {
    for (const pid of await members()) send(pid, "SIGKILL");
  }

  return {
    signal,
    killAll,
    async remember() {
      await members();
    },
    async sweep() {
      const end = Date.now() + PATIENCE;
      let left = await members();
      for (const pid of left) send(pid, "SIGTERM");
      while (left.length > 0 && Date.now() < end) {
        await new Promise((resolve) => setTimeout(resolve, 50));
        left = await members();
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
