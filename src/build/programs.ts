/** Asks programs short questions; no shell is ever involved. */
import { spawn } from "node:child_process";

interface Answer {
  /** The exit code; undefined when the program was killed or could not be started. */
  readonly code: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** Asks a program; resolves in every case. Replaced in tests that must not start anything. */
export type Ask = (program: string, args: readonly string[], env: NodeJS.ProcessEnv) => Promise<Answer>;

/** A probe may hang on a dead network file system; no build waits longer than this, in milliseconds. */
const PROBE_TIMEOUT = 5000;

const MOST_OUTPUT = 1 << 20;

/** Runs a program without a terminal, for at most {@link PROBE_TIMEOUT}. */
export const ask: Ask = (program, args, env) =>
  new Promise((resolve) => {
    const child = spawn(program, args, {
      env,
      stdio: ["ignore", "pipe", "pipe"],
      timeout: PROBE_TIMEOUT,
      killSignal: "SIGKILL",
    });
    let stdout = "";
    let stderr = "";
    const finish = (code: number | null) => resolve({ code: code ?? undefined, stdout, stderr });
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      if (stdout.length < MOST_OUTPUT) stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      if (stderr.length < MOST_OUTPUT) stderr += text;
    });
    child.on("error", () => finish(null));
    // "exit", then whatever has arrived: a grandchild that keeps the pipe open must not hold up the build.
    child.on("exit", (code) => {
      const late = setTimeout(() => finish(code), 200);
      child.on("close", () => {
        clearTimeout(late);
        finish(code);
      });
    });
  });

/** The promise's value, or undefined once `milliseconds` have passed or when it rejects. */
export function within<T>(promise: Promise<T>, milliseconds: number = PROBE_TIMEOUT): Promise<T | undefined> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(undefined), milliseconds);
    promise.then(resolve, () => resolve(undefined)).finally(() => clearTimeout(timer));
  });
}
