/** A line of a recipe as a terminal may show it, with carets under the exact range. */
import type { Range, SourceText } from "#grammar/source.ts";
import { displayWidth } from "./display-width.ts";
import { printable } from "./printable.ts";

/** A line with the columns that a range takes in it. */
export interface Excerpt {
  /** 0-based line that the range starts on. */
  readonly line: number;
  /** The line, cut around the range where it is too long. */
  readonly text: string;
  /** Spaces up to the range, in columns. */
  readonly indent: number;
  /** Columns under the range, at least 1. */
  readonly carets: number;
  /** 0-based line that the range ends on. */
  readonly lastLine: number;
}

interface Cell {
  readonly text: string;
  readonly width: number;
  /** UTF-16 offset of the character it shows. */
  readonly offset: number;
}

const TAB_STOP = 4;
const CUT = "...";

/** The line that a range starts on, in at most `columns` columns. */
export function makeExcerpt(source: SourceText, range: Range, columns: number): Excerpt {
  const { line } = source.positionAt(range.start);
  const lineStart = source.lineStarts[line] ?? 0;
  const lineEnd = findLineEnd(source, line);
  // No terminal shows more than this, and a line may have millions of characters.
  const reach = columns * 2;
  const from = stepOffPair(source.text, Math.max(lineStart, range.start - reach));
  const to = stepOffPair(source.text, Math.min(lineEnd, range.start + reach));
  const cells = makeCells(source.text.slice(from, to), from);
  const shown = cutAround(cells, range, columns, { before: from > lineStart, after: to < lineEnd });
  const isInside = ({ offset }: Cell): boolean =>
    offset >= range.start && offset < Math.max(range.end, range.start + 1);
  return {
    line,
    text: shown
      .map(({ text }) => text)
      .join("")
      .trimEnd(),
    indent: sumWidths(shown.filter(({ offset }) => offset < range.start)),
    carets: Math.max(1, sumWidths(shown.filter(isInside))),
    lastLine: Math.max(line, source.positionAt(Math.max(range.start, range.end - 1)).line),
  };
}

function findLineEnd({ text, lineStarts }: SourceText, line: number): number {
  const next = lineStarts[line + 1];
  if (next === undefined) return text.length;
  return text[next - 2] === "\r" ? next - 2 : next - 1;
}

/** Moves an offset back that would cut a surrogate pair. */
function stepOffPair(text: string, offset: number): number {
  const isPair = /^[\uD800-\uDBFF][\uDC00-\uDFFF]$/.test(text.slice(offset - 1, offset + 1));
  return isPair ? offset - 1 : offset;
}

function makeCells(text: string, start: number): Cell[] {
  const cells: Cell[] = [];
  let offset = start;
  let column = 0;
  for (const character of text) {
    const shown =
      character === "\t" ? " ".repeat(TAB_STOP - (column % TAB_STOP)) : printable(character, { oneLine: true });
    const width = shown === character ? displayWidth(character) : shown.length;
    cells.push({ text: shown, width, offset });
    offset += character.length;
    column += width;
  }
  return cells;
}

function cutAround(
  cells: readonly Cell[],
  range: Range,
  columns: number,
  hidden: { before: boolean; after: boolean },
): Cell[] {
  if (!hidden.before && !hidden.after && sumWidths(cells) <= columns) return [...cells];
  const room = Math.max(columns - 2 * CUT.length, 1);
  const found = cells.findIndex(({ offset }) => offset >= range.start);
  const start = found === -1 ? cells.length : found;
  let first = start;
  for (let used = 0; first > 0; first--) {
    used += cells[first - 1]?.width ?? 0;
    if (used > room / 3) break;
  }
  let last = first;
  for (let used = 0; last < cells.length; last++) {
    used += cells[last]?.width ?? 0;
    if (used > room) break;
  }
  const shown = cells.slice(first, last);
  const cut = (offset: number): Cell => ({ text: CUT, width: CUT.length, offset });
  if (first > 0 || hidden.before) shown.unshift(cut(-1));
  if (last < cells.length || hidden.after) shown.push(cut(Number.POSITIVE_INFINITY));
  return shown;
}

function sumWidths(cells: readonly Cell[]): number {
  return cells.reduce((sum, { width }) => sum + width, 0);
}
