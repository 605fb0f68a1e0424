/** Asks programs short questions; no shell is ever involved. */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
// The system call only: what the process is, reads and prints stays with main.ts.
import { kill } from "node:process";
import { describeFileError } from "../files/file-error.ts";

interface Answer {
  /** The exit code; undefined when the program was killed or could not be started. */
  readonly code: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
  /** Why there is no exit code, as the end of a sentence that begins with the program's name. */
  readonly failure?: string;
  /** Set where it never ran. */
  readonly unstartable?: true;
}

/** Asks a program; resolves in every case. Replaced in tests that must not start anything. */
export type Ask = (program: string, args: readonly string[], env: NodeJS.ProcessEnv) => Promise<Answer>;

/** A probe may hang on a dead network file system; no build waits longer than this, in milliseconds. */
const PROBE_TIMEOUT = 5000;

/** An answer is a few lines; a program that prints more, in bytes, was not asked what it thinks it was. */
const MOST_OUTPUT = 1 << 20;

/** Runs a program without a terminal, for at most so many milliseconds; what it started goes with it. */
export const askWithin =
  (timeout: number): Ask =>
  (program, args, env) =>
    new Promise((resolve) => {
      // A session of its own: a script that hangs does so in a child, which would outlive it.
      const child = spawn(program, args, { env, stdio: ["ignore", "pipe", "pipe"], detached: true });
      let stdout = "";
      let stderr = "";
      const finish = (code: number | null, failure?: string) => {
        clearTimeout(patience);
        resolve({ code: code ?? undefined, stdout, stderr, ...(failure !== undefined && { failure }) });
      };
      const give = (failure: string) => {
        abandon(child);
        finish(null, failure);
      };
      const patience = setTimeout(() => give(`did not answer within ${timeout / 1000} seconds`), timeout);
      child.stdout.setEncoding("utf8").on("data", (text: string) => {
        stdout += text;
        if (stdout.length > MOST_OUTPUT) give("printed more than any answer has");
      });
      child.stderr.setEncoding("utf8").on("data", (text: string) => {
        if (stderr.length < MOST_OUTPUT) stderr += text;
      });
      child.on("error", (error) => {
        clearTimeout(patience);
        const failure = `could not be started: ${describeStartError(error)}`;
        resolve({ code: undefined, stdout, stderr, failure, ...(child.pid === undefined && { unstartable: true }) });
      });
      // "exit", then whatever has arrived: a grandchild that keeps the pipe open must not hold up the build.
      child.on("exit", (code, signal) => {
        const end = () => finish(code, signal === null ? undefined : `was ended by ${signal}`);
        const late = setTimeout(end, 200);
        child.on("close", () => {
          clearTimeout(late);
          end();
        });
      });
    });

/** Asks for no longer than a build may wait. */
export const ask = askWithin(PROBE_TIMEOUT);

/** Why a program that was found a moment ago could not be started in a directory, as a phrase. */
export function describeStartError(error: NodeJS.ErrnoException, cwd?: string): string {
  if (error.code !== "ENOENT") return describeFileError(error);
  return cwd === undefined || existsSync(cwd)
    ? "the interpreter that it names is missing"
    : `the working directory ${cwd} is gone`;
}

/**
 * Ends a program that leads a group (spawned `detached`) with all that it started, and waits no more: in a dead file
 * system even SIGKILL may take for ever.
 */
export function abandon(child: ChildProcess): void {
  try {
    if (child.pid !== undefined) kill(-child.pid, "SIGKILL");
  } catch {
    // Ended in between.
  }
  child.stdin?.destroy();
  child.stdout?.destroy();
  child.stderr?.destroy();
  child.unref();
}

/** The promise's value, or undefined once `milliseconds` have passed or when it rejects. */
export function within<T>(promise: Promise<T>, milliseconds: number = PROBE_TIMEOUT): Promise<T | undefined> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(undefined), milliseconds);
    promise.then(resolve, () => resolve(undefined)).finally(() => clearTimeout(timer));
  });
}
