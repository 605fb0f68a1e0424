/** The line of the script that a shell names in its messages. */
import type { BuildScript } from "#grammar/shell/build-script.ts";
import type { LogLine } from "./log-line.ts";

/** `/.post.script: 3: cd: can't cd to /x` (dash), `/.post.script: line 3: cd: ...` (bash). */
const NAMED = /^\S*\/(?:\.post\.script|setup|pre|test|runscript): (?:line )?(\d+): (?!eval: )/;
/** The shell's word is the last one: what another program printed after it is of a later command. */
const LAST_LINES = 2;

/** The offset in the recipe of the line that the shell's last message names; undefined where it names none. */
export function lineOfScript(output: readonly LogLine[], { joined, sections }: BuildScript): number | undefined {
  const said = output.filter(({ text }) => text.trim() !== "").slice(-LAST_LINES);
  const number = said.map(({ text }) => NAMED.exec(text)?.[1]).findLast((found) => found !== undefined);
  if (number === undefined) return undefined;
  // Apptainer puts lines of its own before each %appinstall.
  if (sections.some(({ type }) => type === "appinstall")) return undefined;
  const lines = joined.text.split("\n");
  while (lines.length > 1 && lines.at(-1)?.trim() === "") lines.pop();
  const index = Math.min(Number(number), lines.length) - 1;
  const start = lines.slice(0, index).reduce((sum, line) => sum + line.length + 1, 0);
  return joined.toFile({ start, end: start + 1 }).start;
}
