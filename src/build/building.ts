/** What the steps of one `deflint build` share. */
import type { Io } from "../io.ts";
import type { BuildArguments } from "./command-line/arguments.ts";
import type { HeldSignals } from "./held-signals.ts";
import type { BuildServices } from "./mend-contract.ts";
import type { Prepared } from "./prepare.ts";

/** One build: what was asked, what is known of host and recipe, and the ways to the person. */
export interface Building {
  readonly args: BuildArguments;
  readonly prepared: Prepared;
  readonly io: Io;
  readonly services: BuildServices;
  readonly signals: HeldSignals;
}
