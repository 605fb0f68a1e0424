/** Runs the engine: its output to the person as it is and to the log, signals to it, its exit code back. */
import { spawn } from "node:child_process";
import { EXIT, exitCodeOf } from "../exit-codes.ts";
import { describeStartError } from "../host/programs.ts";
import type { EndSignal, Io } from "../io.ts";
import type { HeldSignals } from "./held-signals.ts";
import { BUILD_VARIABLE } from "./process-table.ts";
import { buildProcesses } from "./processes.ts";
import { openLogFile } from "./progress/log-file.ts";
import type { BuildStatistics } from "./progress/statistics.ts";
import { startWatch, type Watching } from "./progress/watch.ts";

/** What is to be run. */
export interface EngineRun {
  readonly program: string;
  readonly argv: readonly string[];
  /** The whole environment of the engine. */
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
  /** Absolute paths of directories that were made for this build alone; the first goes into its environment, to know it by. */
  readonly ownDirectories: readonly string[];
}

/** How it ended. */
export interface RunOutcome {
  /** The engine's own; 128 + n when signal n ended it or deflint; 2 when it could not start. */
  readonly exitCode: number;
  readonly signal: NodeJS.Signals | undefined;
  /** Why it could not start, in one sentence. */
  readonly problem: string | undefined;
  /** What it took; undefined where it could not start. */
  readonly statistics: BuildStatistics | undefined;
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
 * Milliseconds after which a signal is sent again. In its first tenths of a second, while it starts itself anew, Apptainer
 * loses a signal and goes on to build (seen with 1.4.5 in mode subuid); once it clears up it takes no further one.
 */
const REMINDER = 3000;

/**
 * Runs the engine to its end. It leads a session of its own, so that a Ctrl-C reaches it once, from here, and so that its
 * orphans can be found. The first signal goes to its whole process group and it is given all the time it wants; the second kills.
 */
export function runEngine(
  run: EngineRun,
  io: Io,
  signals: HeldSignals,
  logPath: string,
  watching: Watching,
): Promise<RunOutcome> {
  return new Promise((resolve) => {
    const log = openLogFile(logPath);
    const child = spawn(run.program, run.argv, {
      cwd: run.cwd,
      env: { ...run.env, [BUILD_VARIABLE]: `${run.ownDirectories[0]}/` },
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
        problem: `${run.program} could not be started: ${describeStartError(error, run.cwd)}`,
        statistics: undefined,
      });
    });
    if (child.pid === undefined) return;
    const processes = buildProcesses(child.pid, run.ownDirectories);
    // Its looks remember too: when the engine is killed from outside (out of memory, say) there is no moment left to.
    const watch = startWatch(watching, io, processes.memory);
    for (const stream of ["stdout", "stderr"] as const) {
      child[stream].on("data", (bytes: Buffer) => {
        log.write(bytes);
        watch.take(stream, bytes);
      });
    }
    let reminding: NodeJS.Timeout | undefined;
    signals.listen((signal, repeated) => {
      watch.stopping();
      void processes.remember().then(async () => {
        if (repeated) return processes.killAll();
        processes.signal(HANDED_ON[signal]);
        if (child.exitCode === null && child.signalCode === null)
          reminding = setInterval(() => processes.signal(HANDED_ON[signal]), REMINDER);
      });
    });
    const closed = new Promise((done) => child.on("close", done));
    child.on("exit", async (code, signal) => {
      clearInterval(reminding);
      // A process that the recipe left in the background holds the pipes and the private directory.
      await processes.sweep();
      await Promise.race([closed, new Promise((done) => setTimeout(done, 1000).unref())]);
      log.close();
      const endedBy = signals.first ?? signal ?? undefined;
      resolve({
        exitCode: endedBy === undefined ? (code ?? EXIT.trouble) : exitCodeOf(endedBy),
        signal: endedBy,
        problem: undefined,
        statistics: watch.end(),
      });
    });
  });
}
