/** Kills programs that write a file, and looks at what they leave. */
import { type ChildProcess, spawn } from "node:child_process";
import { readdirSync, readFileSync, watch, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execPath } from "node:process";

/** How the files of a killed program are told from all others. */
export const DRAFT = /^\.(.+)\.deflint-[0-9a-f]{12}-\d+-\d+-[0-9a-f]{8}$/;

/** A program that writes one file. */
export interface Victim {
  readonly directory: string;
  /** The name of the file. */
  readonly name: string;
  /** Words after `node`. */
  readonly words: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
}

/** When to kill: milliseconds after the program started, after it said something, or after its draft was there. */
export interface Moment {
  readonly after: "start" | "word" | "draft";
  readonly delay: number;
}

/** How a program ended. */
export interface End {
  readonly killed: boolean;
  readonly status: number | null;
  readonly milliseconds: number;
  readonly stderr: string;
}

/** What programs left. */
export interface Tally {
  runs: number;
  /** Killed, and the file is the old one still. */
  killedBefore: number;
  /** Killed when the new file was in its place. */
  killedAfter: number;
  /** Killed with a draft beside the file. */
  drafts: number;
}

/** Runs a program to its end, or to a moment. */
export async function run({ directory, name, words, env }: Victim, moment?: Moment): Promise<End> {
  const begin = performance.now();
  const child = spawn(execPath, words, {
    cwd: directory,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, ...env },
  });
  let stderr = "";
  child.stderr.on("data", (chunk) => {
    stderr += chunk;
  });
  const stop = moment === undefined ? () => {} : armKill(child, moment, directory, name);
  const [status, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve) =>
    child.on("close", (...end) => resolve(end)),
  );
  stop();
  return { killed: signal === "SIGKILL", status, milliseconds: performance.now() - begin, stderr };
}

function armKill(child: ChildProcess, { after, delay }: Moment, directory: string, name: string): () => void {
  const kill = (): void => {
    child.kill("SIGKILL");
  };
  if (after === "start") {
    const timer = setTimeout(kill, delay);
    return () => clearTimeout(timer);
  }
  if (after === "word") {
    let timer: NodeJS.Timeout | undefined;
    child.stdout?.once("data", () => {
      timer = setTimeout(kill, delay);
    });
    return () => clearTimeout(timer);
  }
  child.stdout?.resume();
  const watcher = watch(directory, (_event, changed) => {
    if (DRAFT.exec(changed ?? "")?.[1] !== name) return;
    watcher.close();
    // No timer is as fine as that.
    const until = performance.now() + delay;
    while (performance.now() < until);
    kill();
  });
  return () => watcher.close();
}

/**
 * Runs a program again and again on the old text and kills it each time. Throws where a file is neither the old nor the
 * mended one, byte for byte, or where a program that was not killed failed.
 */
export async function killOften(
  victim: Victim,
  texts: { readonly old: Uint8Array; readonly mended: Uint8Array },
  moments: Iterable<Moment>,
  tally: Tally,
): Promise<void> {
  const path = join(victim.directory, victim.name);
  for (const moment of moments) {
    writeFileSync(path, texts.old);
    const before = new Set(draftsIn(victim));
    const end = await run(victim, moment);
    const now = readFileSync(path);
    const isOld = now.equals(texts.old);
    const isMended = now.equals(texts.mended);
    if (isOld === isMended)
      throw new Error(`${JSON.stringify(moment)} left ${now.length} bytes: ${now.subarray(0, 200)}`);
    if (!end.killed && end.status !== 0) throw new Error(`ended with ${end.status}: ${end.stderr}`);
    tally.runs++;
    tally.killedBefore += Number(end.killed && isOld);
    tally.killedAfter += Number(end.killed && isMended);
    tally.drafts += Number(draftsIn(victim).some((name) => !before.has(name)));
  }
}

function draftsIn({ directory, name }: Victim): string[] {
  return readdirSync(directory).filter((entry) => DRAFT.exec(entry)?.[1] === name);
}
