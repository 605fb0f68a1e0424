/** The text that one interpreter run reads, put together from pieces of the file, and the way back to the file. */
import { lastAtOrBelow } from "../sorted.ts";
import type { Range } from "../source.ts";

export interface JoinedText {
  readonly text: string;
  /**
   * The range of the file (UTF-16 offsets) that a range of the joined text comes from; of one that crosses pieces, the
   * part in its first piece.
   */
  toFile(range: Range): Range;
}

/** Joins ranges of a file as Apptainer hands them to a shell: each CR before a line feed is dropped. */
export function joinPieces(fileText: string, pieces: readonly Range[]): JoinedText {
  let text = "";
  const joinedStarts: number[] = [];
  const fileStarts: number[] = [];
  const pieceStarts: number[] = [];
  for (const piece of pieces) {
    pieceStarts.push(text.length);
    let from = piece.start;
    while (from < piece.end) {
      const cr = fileText.indexOf("\r\n", from);
      const to = cr === -1 || cr >= piece.end ? piece.end : cr;
      if (to > from) {
        joinedStarts.push(text.length);
        fileStarts.push(from);
        text += fileText.slice(from, to);
      }
      from = to === piece.end ? to : to + 1;
    }
  }
  const [only] = fileStarts;
  if (fileStarts.length === 1 && pieces.length === 1 && only !== undefined) {
    return {
      text,
      toFile: ({ start, end }) => ({ start: start + only, end: (end <= start ? start : end) + only }),
    };
  }
  const toFileOffset = (offset: number): number => {
    const at = lastAtOrBelow(joinedStarts, offset);
    return (fileStarts[at] ?? pieces[0]?.start ?? 0) + offset - (joinedStarts[at] ?? 0);
  };
  return {
    text,
    toFile: ({ start, end }) => {
      const from = toFileOffset(start);
      if (end <= start) return { start: from, end: from };
      const piece = lastAtOrBelow(pieceStarts, start);
      const isWhole = lastAtOrBelow(pieceStarts, end - 1) === piece;
      return { start: from, end: isWhole ? toFileOffset(end - 1) + 1 : Math.max(from, pieces[piece]?.end ?? from) };
    },
  };
}
