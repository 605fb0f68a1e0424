/** What commands tell a person beside their reports. */
import type { Io } from "../io.ts";
import { printable } from "../reporters/printable.ts";

/** Tells one thing on standard error, as one line. */
export function say(text: string, { stderr }: Pick<Io, "stderr">): void {
  stderr.write(`deflint: ${printable(text, { oneLine: true })}\n`);
}
