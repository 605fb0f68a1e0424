/** A signal that ends the work between two files. */
import { setImmediate } from "node:timers/promises";
import type { EndSignal, Io } from "./io.ts";

/** Thrown by commands once everything begun is whole; the exit code is 128 and the signal's number. */
export class Interruption extends Error {
  override readonly name = "Interruption";
  readonly signal: EndSignal;

  constructor(signal: EndSignal) {
    super(`ended by ${signal}`);
    this.signal = signal;
  }
}

/** End signals that wait until what was begun is whole. */
export interface Waiting {
  /** Lets signals, and processes that have ended, come through. Rejects with an Interruption where a signal came. */
  readonly heed: () => Promise<void>;
  /** From now on a signal ends the process at once again. */
  readonly release: () => void;
}

/** Keeps end signals from ending the process. `onSignal` is called when one comes. */
export function letSignalsWait(io: Pick<Io, "onSignal">, onSignal: () => void = () => {}): Waiting {
  let came: EndSignal | undefined;
  const release = io.onSignal((signal) => {
    came = signal;
    onSignal();
  });
  return {
    async heed() {
      await setImmediate();
      if (came !== undefined) throw new Interruption(came);
    },
    release,
  };
}
