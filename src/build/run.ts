/** Runs the engine: its output to the person as it is and to the log, signals to it, its exit code back. */
import { spawn } from "node:child_process";
import { closeSync, openSync, unlinkSync, writeSync } from "node:fs";
import { StringDecoder } from "node:string_decoder";
import { EXIT, exitCodeOf } from "../exit-codes.ts";
import { describeFileError } from "../files/file-error.ts";
import type { EndSignal, Io, Output } from "../io.ts";
import type { HeldSignals } from "./held-signals.ts";
import { buildProcesses } from "./processes.ts";

/** What is to be run. */
export interface EngineRun {
  readonly program: string;
  readonly argv: readonly string[];
  /** The whole environment of the engine. */
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
}

/** How it ended. */
export interface RunOutcome {
  /** The engine's own; 128 + n when signal n ended it or deflint; 2 when it could not start. */
  readonly exitCode: number;
  readonly signal: NodeJS.Signals | undefined;
  /** Why it could not start, in one sentence. */
  readonly problem: string | undefined;
}

/**
 * The signals that Apptainer clears its build directory on are INT and TERM (internal/pkg/build/build.go, Full); any other
 * would leave gigabytes behind (on QUIT a Go program prints its goroutines and is gone), so it is handed on as TERM.
 */
const HANDED_ON: Readonly<Record<EndSignal, NodeJS.Signals>> = {
  SIGINT: "SIGINT",
  SIGTERM: "SIGTERM",
  SIGHUP: "SIGTERM",
  SIGQUIT: "SIGTERM",
};

/**
 * Runs the engine to its end. It leads a session of its own, so that a Ctrl-C reaches it once, from here, and so that its
 * orphans can be found. The first signal goes to its whole process group and it is given all the time it wants; the second kills.
 */
export function runEngine(run: EngineRun, io: Io, signals: HeldSignals, logPath: string): Promise<RunOutcome> {
  return new Promise((resolve) => {
    const log = openLog(logPath);
    const child = spawn(run.program, run.argv, {
      cwd: run.cwd,
      env: run.env,
      stdio: ["inherit", "pipe", "pipe"],
      detached: true,
    });
    child.on("error", (error: NodeJS.ErrnoException) => {
      // Without a pid it never ran; an error after that (a signal that could not be sent) is no end.
      if (child.pid !== undefined) return;
      log.close();
      resolve({
        exitCode: EXIT.trouble,
        signal: undefined,
        problem: `${run.program} could not be started: ${describeStartError(error)}`,
      });
    });
    if (child.pid === undefined) return;
    const processes = buildProcesses(child.pid);
    tee(child.stdout, io.stdout, log);
    tee(child.stderr, io.stderr, log);
    signals.listen((signal, repeated) => {
      void processes.remember().then(async () => {
        if (repeated) await processes.killAll();
        else processes.signal(HANDED_ON[signal]);
      });
    });
    // When the engine is killed from outside (out of memory, say) there is no moment left to look.
    const looking = setInterval(() => void processes.remember(), 5000);
    const closed = new Promise((done) => child.on("close", done));
    child.on("exit", async (code, signal) => {
      clearInterval(looking);
      // A process that the recipe left in the background holds the pipes and the private directory.
      await processes.sweep();
      await Promise.race([closed, new Promise((done) => setTimeout(done, 1000))]);
      log.close();
      const endedBy = signals.first ?? signal ?? undefined;
      resolve({
        exitCode: endedBy === undefined ? (code ?? EXIT.trouble) : exitCodeOf(endedBy),
        signal: endedBy,
        problem: undefined,
      });
    });
  });
}

/** The program was found a moment ago, so what is missing is what its first line names. */
function describeStartError(error: NodeJS.ErrnoException): string {
  return error.code === "ENOENT" ? "the interpreter that it names is missing" : describeFileError(error);
}

interface Log {
  write(bytes: Buffer): void;
  close(): void;
}

/** A log that gives up quietly when its disk is full: the build is worth more. A link at that name is replaced, not followed. */
function openLog(path: string): Log {
  let file: number | undefined;
  try {
    unlinkSync(path);
  } catch {
    // There was none.
  }
  try {
    file = openSync(path, "wx", 0o644);
  } catch {
    // The directory has just been made; whatever took it away again will show in the report.
  }
  return {
    write(bytes) {
      try {
        if (file !== undefined) writeSync(file, bytes);
      } catch {
        file = undefined;
      }
    },
    close() {
      if (file !== undefined) closeSync(file);
      file = undefined;
    },
  };
}

function tee(stream: NodeJS.ReadableStream, output: Output, log: Log): void {
  const decoder = new StringDecoder("utf8");
  stream.on("data", (bytes: Buffer) => {
    log.write(bytes);
    output.write(decoder.write(bytes));
  });
  stream.on("end", () => {
    const rest = decoder.end();
    if (rest !== "") output.write(rest);
  });
}
