/** From ShellCheck's lines and columns to offsets of the script that it was asked about. */
import type { Range } from "#grammar/source.ts";
import type { Span } from "./answer.ts";

/** The lines of our own that stand above the script. */
const LINES_ABOVE = 1;

/**
 * The UTF-16 offsets of a span in the script; undefined for one that is about our own line. May be empty. What lies outside the
 * script is taken for its nearest place, unless an exact one is wanted: then it is undefined, too.
 */
export type FindPlace = (span: Span, isExact?: boolean) => Range | undefined;

/** Reads the lines of a script once, for all that is said of it. */
export function makeFindPlace(script: string): FindPlace {
  const lines = script.split("\n");
  let next = 0;
  const starts = lines.map((line) => {
    const start = next;
    next += line.length + 1;
    return start;
  });
  const offsetOf = (line: number, column: number): number => {
    const text = lines[line - 1 - LINES_ABOVE];
    const start = starts[line - 1 - LINES_ABOVE];
    if (text === undefined || start === undefined) return script.length;
    return start + unitsOf(text, column - 1);
  };
  const isThere = (line: number, column: number): boolean => {
    const text = lines[line - 1 - LINES_ABOVE];
    return text !== undefined && column >= 1 && column - 1 <= [...text].length;
  };
  return ({ line, column, endLine, endColumn }, isExact = false) => {
    if (line <= LINES_ABOVE) return undefined;
    if (isExact && !(isThere(line, column) && isThere(endLine, endColumn))) return undefined;
    const start = offsetOf(line, column);
    return { start, end: Math.max(start, offsetOf(endLine, endColumn)) };
  };
}

/** How many UTF-16 units so many code points at the start of a line are; no more than the line has. */
function unitsOf(line: string, points: number): number {
  let units = 0;
  for (let count = 0; count < points && units < line.length; count++) {
    units += (line.codePointAt(units) ?? 0) > 0xffff ? 2 : 1;
  }
  return units;
}

/** A place that holds at least one character: the one that an empty place stands before, or on the same line after. */
export function widen({ start, end }: Range, script: string): Range {
  if (start < end) return { start, end };
  const isAtLineEnd = start >= script.length || script[start] === "\n";
  if (isAtLineEnd && start > 0 && script[start - 1] !== "\n") {
    const isPair = /[\udc00-\udfff]/.test(script[start - 1] ?? "") && /[\ud800-\udbff]/.test(script[start - 2] ?? "");
    return { start: start - (isPair ? 2 : 1), end: start };
  }
  if (start >= script.length) return { start: Math.max(0, start - 1), end: start };
  return { start, end: start + ((script.codePointAt(start) ?? 0) > 0xffff ? 2 : 1) };
}
