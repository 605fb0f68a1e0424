/** Gives commands one more option each. */
import type { Edit } from "../define-rule.ts";
import type { Argument } from "../knowledge/shell/invocation.ts";

/** An option, and the argument behind which it is to stand. */
export interface Addition {
  readonly behind: Argument | undefined;
  readonly option: string;
}

/** The edits that put options behind arguments, each place once; undefined where one of them is not written there as it is. */
export function addOptions(additions: readonly Addition[]): readonly Edit[] | undefined {
  const edits = new Map<number, Edit>();
  for (const { behind, option } of additions) {
    if (behind === undefined || !isWrittenOut(behind)) return undefined;
    const { end } = behind.word;
    edits.set(end, { start: end, end, text: ` ${option}` });
  }
  return [...edits.values()].sort((a, b) => a.start - b.start);
}

function isWrittenOut({ value, word }: Argument): boolean {
  return word.literal && !word.templated && word.value === value;
}
