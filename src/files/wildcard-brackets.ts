/** `[...]` in wildcards. */

/** Characters from one to another. */
type Range = readonly [from: string, to: string];

/** The POSIX classes, ASCII alone. Source: git, wildmatch.c and sane-ctype.h. */
const CLASSES: ReadonlyMap<string, readonly Range[]> = new Map(
  Object.entries({
    alnum: ["09", "AZ", "az"],
    alpha: ["AZ", "az"],
    blank: ["  ", "\t\t"],
    cntrl: ["\0\x1f", "\x7f\x7f"],
    digit: ["09"],
    graph: ["!~"],
    lower: ["az"],
    print: [" ~"],
    punct: ["!/", ":@", "[`", "{~"],
    space: ["  ", "\t\n", "\r\r"],
    upper: ["AZ"],
    xdigit: ["09", "AF", "af"],
  }).map(([name, ends]) => [name, ends.map(([from = "", to = ""]): Range => [from, to])]),
);

/**
 * Reads the brackets that begin at an index: members, ranges and `[:classes:]`, all others with `!` or `^` before them; a `]` that comes
 * first is a member. Source: git, wildmatch.c.
 * @returns the test of a character and where the brackets end; undefined for brackets without an end and for unknown classes
 */
export function scanBracket(
  pattern: string,
  start: number,
): { readonly test: (character: string) => boolean; readonly end: number } | undefined {
  const isNegated = /[!^]/.test(pattern[start + 1] ?? "");
  const ranges: Range[] = [];
  /** What a range could begin with. */
  let previous: string | undefined;
  const first = start + (isNegated ? 2 : 1);
  let at = first;
  for (; at === first || pattern[at] !== "]"; at++) {
    const isRange = pattern[at] === "-" && previous !== undefined && !/^\]?$/.test(pattern[at + 1] ?? "");
    if (isRange) at++;
    const named = isRange ? undefined : readClass(pattern, at);
    if (named !== undefined) {
      const members = CLASSES.get(named);
      if (members === undefined) return undefined;
      ranges.push(...members);
      at += `[:${named}:]`.length - 1;
      previous = undefined;
      continue;
    }
    if (pattern[at] === "\\") at++;
    const member = pattern[at];
    if (member === undefined) return undefined;
    ranges.push([isRange && previous !== undefined ? previous : member, member]);
    previous = isRange ? undefined : member;
  }
  return {
    test: (character) => isNegated !== ranges.some(([from, to]) => from <= character && character <= to),
    end: at,
  };
}

/** The name of the class that begins at an index; undefined where none does. */
function readClass(pattern: string, at: number): string | undefined {
  if (!pattern.startsWith("[:", at)) return undefined;
  const end = pattern.indexOf("]", at + 2);
  return end > at + 2 && pattern[end - 1] === ":" ? pattern.slice(at + 2, end - 1) : undefined;
}
