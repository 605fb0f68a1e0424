/** Places in a script, and the lines that shells count. */
import type { BuildScript } from "#grammar/shell/build-script.ts";
import type { Command } from "#grammar/shell/tree.ts";
import { lastAtOrBelow } from "#grammar/sorted.ts";

/** Where the script is: `first` and `last` are the same command on a unique match, else the ends of the range. */
export interface TracePlace {
  readonly first: Command;
  readonly last: Command;
}

/** The place of the commands that a line may have come from; `silent`: the trace is switched off behind it. */
export function placeOf(
  commands: readonly Command[],
  found: readonly number[],
  silent: boolean,
): TracePlace | undefined {
  const first = commands[Math.min(...found)];
  const at = Math.max(...found);
  if (first === undefined) return undefined;
  if (!silent) return { first, last: commands[at] ?? first };
  const next = commands.findIndex(
    ({ words }, index) => index > at && words[0]?.value === "set" && /^-[a-z]*x|^xtrace$/.test(words[1]?.value ?? ""),
  );
  return { first, last: commands[next === -1 ? commands.length - 1 : next] ?? first };
}

/** The 1-based lines of the script, as the shell reads it, on which its commands start. */
export function lineNumbersOf({ joined, commands }: BuildScript): readonly number[] {
  const lineStarts = [0];
  for (let at = joined.text.indexOf("\n"); at !== -1; at = joined.text.indexOf("\n", at + 1)) lineStarts.push(at + 1);
  const inFile = lineStarts.map((start, index) => ({
    start: joined.toFile({ start, end: start + 1 }).start,
    number: index + 1,
  }));
  // The sections of applications run in another order than they stand in the file.
  inFile.sort((a, b) => a.start - b.start);
  const starts = inFile.map(({ start }) => start);
  return commands.map(({ start }) => inFile[lastAtOrBelow(starts, start)]?.number ?? 0);
}
