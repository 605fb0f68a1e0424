/** Places in a recipe as people and other programs count them. */
import type { Range, SourceText } from "#grammar/source.ts";

/** A range by lines and columns, both 1-based; its end is the column behind its last character. */
export interface Place {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  /** The line of its last character, which may be the line end before `endLine`. */
  readonly lastLine: number;
}

/** Columns in UTF-16 code units. A byte order mark is no character: editors, and SARIF, do not count it. */
export function placeOf(source: SourceText, range: Range): Place {
  return placeBy(source, range, (line, character) => character + 1 - (line === 0 ? markOf(source).length : 0));
}

/** The same with columns in bytes of the file, a byte order mark among them. */
export function bytePlaceOf(source: SourceText, range: Range): Place {
  return placeBy(source, range, (line, character) => {
    const start = source.lineStarts[line] ?? 0;
    return countBytes(source.text.slice(start, start + character)) + 1;
  });
}

function placeBy(
  source: SourceText,
  { start, end }: Range,
  columnOf: (line: number, character: number) => number,
): Place {
  const first = source.positionAt(start);
  const behind = source.positionAt(Math.max(start, end));
  return {
    line: first.line + 1,
    column: Math.max(1, columnOf(first.line, first.character)),
    endLine: behind.line + 1,
    endColumn: Math.max(1, columnOf(behind.line, behind.character)),
    lastLine: source.positionAt(Math.max(start, end - 1)).line + 1,
  };
}

function markOf({ text }: SourceText): "" | "\ufeff" {
  return text.startsWith("\ufeff") ? "\ufeff" : "";
}

/** Bytes in UTF-8, where a byte that was none stands in the text as a lone surrogate. */
function countBytes(text: string): number {
  const strays = text.match(/\p{Surrogate}/gu)?.length ?? 0;
  return Buffer.byteLength(text) - 2 * strays;
}
