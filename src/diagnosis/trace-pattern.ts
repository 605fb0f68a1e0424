/** What the trace of a command looks like, its expansions being unknown. */
import type { Assignment, Command, Segment, Word } from "#grammar/shell/tree.ts";

/** Texts that stand in a line in this order, the first at its start, the last at its end; anything may stand between. */
export type TracePattern = readonly string[];

/** What an expansion gives. */
const ANYTHING = null;
type Part = string | null;

/**
 * The lines that a command may leave: dash and ash print assignments before the words, bash prints each in a line of its
 * own. A line ends at the first line feed of a word. None for a command that only redirects.
 */
export function patternsOf({ words, assignments }: Command): TracePattern[] {
  const set = assignments.map(partsOfAssignment);
  const alone = set.map(makePattern);
  if (words.length === 0) return set.length > 1 ? [makePattern(joined(set)), ...alone] : alone;
  const run = words.map(partsOfWord);
  return [makePattern(joined(run)), ...(set.length > 0 ? [makePattern(joined([...set, ...run])), ...alone] : [])];
}

/** Whether a line, without its `+` and its quotes, can be the trace that a pattern stands for. */
export function fitsPattern(text: string, pattern: TracePattern): boolean {
  const [first = "", ...rest] = pattern;
  if (!text.startsWith(first)) return false;
  const last = rest.pop();
  if (last === undefined) return text.length === first.length;
  let at = first.length;
  for (const chunk of rest) {
    const found = text.indexOf(chunk, at);
    if (found === -1) return false;
    at = found + chunk.length;
  }
  return text.length - last.length >= at && text.endsWith(last);
}

/** The same for a line that may have been cut by a line feed in what an expansion gave. */
export function mayBeCut(text: string, pattern: TracePattern): boolean {
  const begin = pattern[0] ?? "";
  return pattern.length > 1 && /\S \S/.test(begin) && text.startsWith(begin);
}

function joined(words: readonly (readonly Part[])[]): Part[] {
  return words.flatMap((parts, at): Part[] => {
    if (at === 0) return [...parts];
    // What is only an expansion can be no word at all.
    return parts.length === 1 && parts[0] === ANYTHING ? [ANYTHING] : [" ", ...parts];
  });
}

function makePattern(parts: readonly Part[]): TracePattern {
  const chunks = [""];
  for (const part of parts) {
    if (part === ANYTHING) {
      chunks.push("");
      continue;
    }
    const lineEnd = part.indexOf("\n");
    chunks.push((chunks.pop() ?? "") + (lineEnd === -1 ? part : part.slice(0, lineEnd)));
    if (lineEnd !== -1) break;
  }
  return chunks.filter((chunk, at) => chunk !== "" || at === 0 || at === chunks.length - 1);
}

function partsOfAssignment({ name, value, append }: Assignment): Part[] {
  return [`${name}${append ? "+=" : "="}`, ...(value === undefined ? [ANYTHING] : inOrder(value))];
}

function partsOfWord(word: Word): readonly Part[] {
  const parts = inOrder(word);
  const mayVanish = word.segments.every(
    (segment) => segment.kind === "variable" && (!segment.quoted || segment.name === "@"),
  );
  if (mayVanish && parts.length > 0) return [ANYTHING];
  // The empty text keeps the space before a word that is there for certain.
  return parts.length === 1 && parts[0] === ANYTHING && isQuoted(word) ? ["", ANYTHING] : parts;
}

function isQuoted({ segments }: Word): boolean {
  return segments.some((segment) => "quoted" in segment && segment.quoted);
}

function inOrder(word: Word): Part[] {
  // The value given on the command line may be another than the recipe's own.
  return word.templated ? [ANYTHING] : word.segments.map(partOf);
}

function partOf(segment: Segment): Part {
  if (segment.kind !== "text") return ANYTHING;
  const expands = !segment.quoted && /^~|\{.*(?:,|\.\.).*\}|\{\{/s.test(segment.text);
  return expands ? ANYTHING : segment.text;
}
