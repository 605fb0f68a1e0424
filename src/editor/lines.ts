/** The lines of LSP, which end at a lone CR too: the only place that turns offsets into its positions and back. */
import type { Position, Range as PositionRange, TextEdit } from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import type { Range } from "#grammar/source.ts";
import type { Edit } from "#rules/define-rule.ts";

/** Offsets are those of UTF-16 code units, and so are characters. */
export interface Lines {
  positionAt(offset: number): Position;
  /** Clamped to the line and to the text. */
  offsetAt(position: Position): number;
  toPositions(range: Range): PositionRange;
  toOffsets(range: PositionRange): Range;
  /** The same change; one that parts a CRLF takes all of it, since no position lies within. */
  toTextEdit(edit: Edit): TextEdit;
}

/** The lines of a text. */
export function makeLines(text: string): Lines {
  const document = TextDocument.create("", "", 0, text);
  const positionAt = (offset: number): Position => document.positionAt(offset);
  const toPositions = ({ start, end }: Range): PositionRange => ({ start: positionAt(start), end: positionAt(end) });
  const isParted = (offset: number): boolean => text[offset - 1] === "\r" && text[offset] === "\n";
  return {
    positionAt,
    offsetAt: (position) => document.offsetAt(position),
    toPositions,
    toOffsets: ({ start, end }) => ({ start: document.offsetAt(start), end: document.offsetAt(end) }),
    toTextEdit({ start, end, text: written }) {
      const from = isParted(start) ? start - 1 : start;
      const to = isParted(end) ? end + 1 : end;
      const newText = text.slice(from, start) + written + text.slice(end, to);
      return { range: toPositions({ start: from, end: to }), newText };
    },
  };
}
