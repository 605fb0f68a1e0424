/**
 * Names and paths with wildcards, as git and shells have them. Whoever writes them may be a stranger: a comparison takes no
 * longer than the product of both lengths, whatever they hold. Regular expressions would take minutes for a dozen stars.
 */
import { scanBracket } from "./wildcard-brackets.ts";

/** Answers for one item: a character of a name, or a name of a path. */
type Test<Item> = (item: Item) => boolean;

/** Any number of items. */
const MANY = Symbol("many");

type Sequence<Item> = readonly (Test<Item> | typeof MANY)[];

/** Whether a name is meant. */
export type NameTest = Test<string>;

/** Whether a path is meant: the names of its directories and its own, from the index `start` on. */
export type NamesTest = (names: readonly string[], start: number) => boolean;

/** One piece of a pattern: a character that stands for itself is text. */
type Piece = string | Test<string> | typeof STAR | typeof SLASH;

const STAR = Symbol("*");
const SLASH = Symbol("/");

/**
 * The test for a name: `*` is any text, `?` any character, `[...]` one of some; a backslash takes the meaning away from what
 * follows. A pattern that is never complete means nothing.
 */
export function makeNameTest(pattern: string): NameTest {
  const pieces = readPieces(pattern);
  return pieces === undefined ? () => false : testName(pieces);
}

/** The same for a path: nothing but `**` stands for slashes, and only between two, or one and the pattern's begin or end. */
export function makePathTest(pattern: string): NamesTest {
  const pieces = readPieces(pattern);
  if (pieces === undefined) return () => false;
  const parts = splitAtSlashes(pieces);
  const tests = parts.flatMap((part, index): Sequence<string> => {
    const isGlobstar = part.length > 1 && part.every((piece) => piece === STAR);
    if (!isGlobstar) return [testName(part)];
    // What is within a directory is not the directory itself.
    return index === parts.length - 1 ? [() => true, MANY] : [MANY];
  });
  return makeSequenceTest(tests);
}

function testName(pieces: readonly Piece[]): NameTest {
  if (pieces.every((piece) => typeof piece === "string")) {
    const text = pieces.join("");
    return (name) => name === text;
  }
  const test = makeSequenceTest<string>(
    pieces.map((piece) => {
      if (piece === STAR || piece === SLASH) return MANY;
      return typeof piece === "string" ? (character) => character === piece : piece;
    }),
  );
  return (name) => test(name, 0);
}

/** Only the last of several MANY has to be tried again: what stands before it was found as early as it can be. */
function makeSequenceTest<Item>(sequence: Sequence<Item>): (items: ArrayLike<Item>, start: number) => boolean {
  const least = sequence.filter((test) => test !== MANY).length;
  return (items, start) => {
    if (items.length - start < least) return false;
    let next = 0;
    let at = start;
    let afterMany: number | undefined;
    let retry = start;
    while (at < items.length || next < sequence.length) {
      const test = sequence[next];
      if (test === MANY) {
        afterMany = ++next;
        retry = at;
      } else if (at < items.length && test?.(items[at] as Item) === true) {
        next++;
        at++;
      } else {
        if (afterMany === undefined || retry >= items.length) return false;
        next = afterMany;
        at = ++retry;
      }
    }
    return true;
  };
}

/** Undefined for brackets or a backslash without an end. */
function readPieces(pattern: string): Piece[] | undefined {
  const pieces: Piece[] = [];
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern[at] ?? "";
    if (character === "*") pieces.push(STAR);
    else if (character === "?") pieces.push(() => true);
    else if (character === "/") pieces.push(SLASH);
    else if (character === "[") {
      const bracket = scanBracket(pattern, at);
      if (bracket === undefined) return undefined;
      pieces.push(bracket.test);
      at = bracket.end;
    } else if (character === "\\") {
      const literal = pattern[++at];
      if (literal === undefined) return undefined;
      pieces.push(literal === "/" ? SLASH : literal);
    } else pieces.push(character);
  }
  return pieces;
}

function splitAtSlashes(pieces: readonly Piece[]): Piece[][] {
  const parts: Piece[][] = [[]];
  for (const piece of pieces) {
    if (piece === SLASH) parts.push([]);
    else parts.at(-1)?.push(piece);
  }
  return parts;
}
