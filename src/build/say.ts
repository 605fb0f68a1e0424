/** deflint's own words during a build: on standard error, so that standard output stays Apptainer's. */
import { EXIT } from "../exit-codes.ts";
import type { Io } from "../io.ts";
import { printable } from "../reporters/printable.ts";

/** Says one sentence to the person, whatever a file name or a recipe put into it. */
export function say(io: Io, sentence: string): void {
  io.stderr.write(`deflint build: ${printable(sentence, { oneLine: true })}\n`);
}

/** Says why nothing was or could be built. Returns the exit code of that. */
export function fail(io: Io, sentence: string): number {
  say(io, sentence);
  return EXIT.trouble;
}
