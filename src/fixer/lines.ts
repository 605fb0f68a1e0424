/** Where the lines of a mended recipe stood before. */
import { diffLines } from "diff";

/**
 * For each line of `after` (index 0 is its first line) the line of `before` that it is, counted from 1; undefined for a
 * line that the mend wrote. A line that the mend changed counts as the one that it stands for, where as many came as went.
 */
export function linesBefore(before: string, after: string): readonly (number | undefined)[] {
  const origin: (number | undefined)[] = [];
  let at = 1;
  let gone = 0;
  for (const { added, removed, count } of diffLines(before, after)) {
    for (let index = 0; index < (removed ? 0 : count); index++) {
      if (!added) origin.push(at + index);
      else origin.push(gone === count ? at - gone + index : undefined);
    }
    gone = removed ? count : 0;
    if (!added) at += count;
  }
  return origin;
}
