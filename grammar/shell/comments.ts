/** Comments of a shell script: its parser drops them, so they are looked for between what it kept. */
import type { Range } from "../source.ts";

/** The comments of `text` outside the `opaque` ranges (words, heredocs, tests), in order, without their line ends. */
export function findComments(text: string, opaque: readonly Range[]): Range[] {
  const sorted = [...opaque].sort((a, b) => a.start - b.start);
  const comments: Range[] = [];
  let next = 0;
  let at = text.indexOf("#");
  while (at !== -1) {
    for (let range = sorted[next]; range !== undefined && range.end <= at; range = sorted[next]) next += 1;
    const inside = containing(sorted, next, at);
    if (inside !== undefined) {
      at = text.indexOf("#", Math.max(inside.end, at + 1));
    } else if (at === 0 || /[\s;&|()]/.test(text[at - 1] ?? "")) {
      const lineEnd = text.indexOf("\n", at);
      const end = lineEnd === -1 ? text.length : lineEnd;
      comments.push({ start: at, end });
      at = text.indexOf("#", end);
    } else at = text.indexOf("#", at + 1);
  }
  return comments;
}

function containing(sorted: readonly Range[], from: number, at: number): Range | undefined {
  for (let index = from; index < sorted.length; index++) {
    const range = sorted[index];
    if (range === undefined || range.start > at) return undefined;
    if (range.end > at) return range;
  }
  return undefined;
}
