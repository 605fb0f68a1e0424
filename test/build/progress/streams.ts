/** Streams for tests of what is watched: two pipes, or two that end on one terminal. */
import { onTestFinished } from "vitest";
import type { Io, Output } from "../../../src/io.ts";
import type { TerminalModel } from "./terminal-model.ts";

export interface Streams {
  readonly io: Io;
  readonly out: () => Buffer;
  readonly err: () => Buffer;
  /** Ends the process, as far as anybody in it can tell. */
  exit(): void;
  /** Does what Ctrl-Z does before it stops the process. */
  suspend(): void;
}

export function makeStreams(
  terminal: { stdout?: TerminalModel; stderr?: TerminalModel } = {},
  env: Io["env"] = { TERM: "xterm" },
): Streams {
  const exits = new Set<() => void>();
  const suspensions = new Set<() => void>();
  const make = (model: TerminalModel | undefined) => {
    const pieces: Buffer[] = [];
    const output: Output = {
      write(text) {
        pieces.push(Buffer.from(text));
        model?.write(Buffer.from(text).toString());
      },
      color: false,
      columns: model && 60,
    };
    return { output, bytes: () => Buffer.concat(pieces) };
  };
  const [out, err] = [make(terminal.stdout), make(terminal.stderr)];
  const exit = () => {
    for (const handler of exits) handler();
  };
  onTestFinished(exit);
  return {
    io: {
      cwd: "/",
      env,
      stdout: out.output,
      stderr: err.output,
      onSignal: () => () => {},
      onSuspend(handler) {
        suspensions.add(handler);
        return () => suspensions.delete(handler);
      },
      onExit(handler) {
        exits.add(handler);
        return () => exits.delete(handler);
      },
    },
    out: out.bytes,
    err: err.bytes,
    exit,
    suspend() {
      for (const handler of suspensions) handler();
    },
  };
}
