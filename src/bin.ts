/** The process: the only file that touches it. */
import "./late-optimization.ts";
import { EXIT } from "./exit-codes.ts";
import { describeFileError } from "./files/file-error.ts";
import type { EndSignal, Io, Output } from "./io.ts";
import { main } from "./main.ts";

const END_SIGNALS: readonly EndSignal[] = ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT"];

/** A stream that swallows what its reader no longer wants, and says so when the disk is full. */
function makeOutput(stream: NodeJS.WriteStream): Output {
  let closed = false;
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (!closed && error.code !== "EPIPE") {
      process.exitCode = EXIT.trouble;
      if (stream !== process.stderr)
        process.stderr.write(`deflint: the output cannot be written: ${describeFileError(error)}\n`);
    }
    closed = true;
  });
  return {
    write(text) {
      if (!closed) stream.write(text);
    },
    color: stream.isTTY === true && process.env["TERM"] !== "dumb",
    // Read each time: Node follows SIGWINCH.
    get columns() {
      return stream.isTTY === true ? stream.columns : undefined;
    },
  };
}

/** The working directory may be gone; absolute paths still work then. */
function findWorkingDirectory(): string {
  try {
    return process.cwd();
  } catch {
    return process.env["PWD"] ?? "/";
  }
}

const io: Io = {
  cwd: findWorkingDirectory(),
  env: process.env,
  stdout: makeOutput(process.stdout),
  stderr: makeOutput(process.stderr),
  onSignal(handler) {
    for (const signal of END_SIGNALS) process.on(signal, handler);
    return () => {
      for (const signal of END_SIGNALS) process.off(signal, handler);
    };
  },
  onSuspend(handler) {
    const stop = () => {
      handler();
      process.kill(process.pid, "SIGSTOP");
    };
    process.on("SIGTSTP", stop);
    return () => process.off("SIGTSTP", stop);
  },
  onExit(handler) {
    for (const event of ["exit", "uncaughtExceptionMonitor"]) process.on(event, handler);
    return () => {
      for (const event of ["exit", "uncaughtExceptionMonitor"]) process.off(event, handler);
    };
  },
};

main(process.argv.slice(2), io).then((exitCode) => {
  process.exitCode ??= exitCode;
});
