/** Holds the signals that a person or a batch system sends while a build is prepared, run and cleared away. */
import type { EndSignal, Io } from "../io.ts";

/** The signals that came, and where they go. */
export interface HeldSignals {
  /** The first signal that came, or undefined. */
  readonly first: EndSignal | undefined;
  /** From now on each signal goes to `handler`; `repeated` from the second on. A signal that came before is handed over at once. */
  listen(handler: (signal: EndSignal, repeated: boolean) => void): void;
}

/** Holds every end signal from now on until the process ends. */
export function holdSignals(io: Io): HeldSignals {
  let first: EndSignal | undefined;
  let handler: ((signal: EndSignal, repeated: boolean) => void) | undefined;
  io.onSignal((signal) => {
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
  };
}
