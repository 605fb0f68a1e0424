/** What --fix does with standard input that is excluded. */
import { describeTrouble, type FileResult } from "../../engine/run.ts";
import { readRecipe, STANDARD_INPUT } from "../../files/read.ts";
import type { Io } from "../../io.ts";

/**
 * Hands standard input on to standard output, for an editor puts what it reads there in the place of its text.
 * @param name the name of standard input in reports
 * @returns the trouble with it, if any: nothing was written then
 */
export function passInputOn(name: string, io: Io): FileResult[] {
  const read = readRecipe(STANDARD_INPUT);
  if ("problem" in read) return [describeTrouble(name, read.problem)];
  if (read.source.hasInvalidUtf8)
    return [describeTrouble(name, { kind: "not-text", message: "is not valid UTF-8, so it cannot be handed on" })];
  io.stdout.write(read.source.text);
  return [];
}
