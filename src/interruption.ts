/** A signal that ended the work between two files. */
import type { EndSignal } from "./io.ts";

/** Thrown by commands once everything begun is whole; the exit code is 128 and the signal's number. */
export class Interruption extends Error {
  override readonly name = "Interruption";
  readonly signal: EndSignal;

  constructor(signal: EndSignal) {
    super(`ended by ${signal}`);
    this.signal = signal;
  }
}
