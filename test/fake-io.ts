/** A process that is none: streams kept as text, signals sent by hand. */
import type { EndSignal, Io } from "../src/io.ts";

export interface FakeIo extends Io {
  /** What was written so far. */
  readonly written: { stdout: string; stderr: string };
  /** Calls the handlers in place. */
  send(signal: EndSignal): void;
}

/** An Io for a working directory. */
export function makeFakeIo(
  cwd: string,
  { env = {}, color = false }: { env?: Io["env"]; color?: boolean } = {},
): FakeIo {
  const written = { stdout: "", stderr: "" };
  const handlers = new Set<(signal: EndSignal) => void>();
  const makeOutput = (name: "stdout" | "stderr") => ({
    write: (text: string) => {
      written[name] += text;
    },
    color,
    columns: undefined,
  });
  return {
    cwd,
    env,
    stdout: makeOutput("stdout"),
    stderr: makeOutput("stderr"),
    onSignal(handler) {
      handlers.add(handler);
      return () => handlers.delete(handler);
    },
    onSuspend: () => () => {},
    onExit: () => () => {},
    written,
    send: (signal) => {
      for (const handler of handlers) handler(signal);
    },
  };
}
