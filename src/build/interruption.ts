/** Holds the signals that a person or a batch system sends while a build is prepared, run and cleared away. */
import { constants } from "node:os";
import { EXIT } from "../exit-codes.ts";
import type { EndSignal, Io } from "../io.ts";

export interface Interruption {
  /** The first signal that came, or undefined. */
  readonly first: EndSignal | undefined;
  /** From now on each signal goes to `handler`; `repeated` from the second on. A signal that came before is handed over at once. */
  listen(handler: (signal: EndSignal, repeated: boolean) => void): void;
  /** Stops holding signals. */
  stop(): void;
}

export function holdSignals(io: Io): Interruption {
  let first: EndSignal | undefined;
  let handler: ((signal: EndSignal, repeated: boolean) => void) | undefined;
  const stop = io.onSignal((signal) => {
    const repeated = first !== undefined;
    first ??= signal;
    handler?.(signal, repeated);
  });
  return {
    get first() {
      return first;
    },
    listen(next) {
      handler = next;
      if (first !== undefined) next(first, false);
    },
    stop,
  };
}

/** 128 and the signal's number, as a shell has it. */
export function exitCodeOf(signal: NodeJS.Signals): number {
  return EXIT.signalBase + constants.signals[signal];
}
