/** The text of one file: its characters, its lines, and the way back to its bytes. */
import { lastAtOrBelow } from "./sorted.ts";

/** A half-open range of UTF-16 offsets into a text. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** From the start of the first to the end of the last; there is at least one. */
export function spanOf(ranges: readonly Range[]): Range {
  return { start: Math.min(...ranges.map(({ start }) => start)), end: Math.max(...ranges.map(({ end }) => end)) };
}

/** A place in a text: line and character both 0-based, the character in UTF-16 code units. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

export interface SourceText {
  /** The whole text; invalid UTF-8 bytes stand in it as U+DC80 to U+DCFF, one a byte. */
  readonly text: string;
  /** True when the bytes were not UTF-8; such a text is read and reported, never fixed. */
  readonly hasInvalidUtf8: boolean;
  /** The line end that most lines have; `\n` for a text of one line. */
  readonly lineEnd: "\n" | "\r\n";
  /** UTF-16 offsets at which the lines start, the first being 0. A lone CR ends no line. */
  readonly lineStarts: readonly number[];
  /** The line and character of a UTF-16 offset; offsets outside the text are clamped to it. */
  positionAt(offset: number): Position;
  /** The UTF-16 offset of a line and character; clamped to the line and to the text. */
  offsetAt(position: Position): number;
  /** The byte offset of a UTF-16 offset. */
  byteOffsetAt(offset: number): number;
  /** The text of a range. */
  slice(range: Range): string;
  /** The text as the bytes it was read from. */
  toBytes(): Uint8Array;
}

/** Reads bytes as UTF-8. Never throws: each byte that is no UTF-8 becomes one lone surrogate, so that offsets and bytes hold. */
export function sourceFromBytes(bytes: Uint8Array): SourceText {
  try {
    return makeSource(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes), false);
  } catch {
    return makeSource(decodeWithEscapes(bytes), true);
  }
}

/** A source from a string that is already text. */
export function sourceFromText(text: string): SourceText {
  return makeSource(text, false);
}

function makeSource(text: string, hasInvalidUtf8: boolean): SourceText {
  const lineStarts = findLineStarts(text);
  const positionAt = (offset: number): Position => {
    const at = clamp(offset, 0, text.length);
    const line = lastAtOrBelow(lineStarts, at);
    return { line, character: at - (lineStarts[line] ?? 0) };
  };
  return {
    text,
    hasInvalidUtf8,
    lineEnd: dominantLineEnd(text, lineStarts),
    lineStarts,
    positionAt,
    offsetAt({ line, character }) {
      if (line < 0) return 0;
      const start = lineStarts[line];
      if (start === undefined) return text.length;
      return clamp(start + character, start, lineStarts[line + 1] ?? text.length);
    },
    byteOffsetAt: (offset) => encodeWithEscapes(text.slice(0, offset)).length,
    slice: ({ start, end }) => text.slice(start, end),
    toBytes: () => encodeWithEscapes(text),
  };
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}

function findLineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}

function dominantLineEnd(text: string, lineStarts: readonly number[]): "\n" | "\r\n" {
  const ends = lineStarts.length - 1;
  const crlf = lineStarts.slice(1).filter((start) => text[start - 2] === "\r").length;
  return crlf * 2 > ends ? "\r\n" : "\n";
}

const ESCAPE_BASE = 0xdc00;

function decodeWithEscapes(bytes: Uint8Array): string {
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  let text = "";
  let at = 0;
  while (at < bytes.length) {
    const length = sequenceLength(bytes, at);
    if (length === 0) {
      text += String.fromCharCode(ESCAPE_BASE + (bytes[at] ?? 0));
      at += 1;
    } else {
      text += length === 1 ? String.fromCharCode(bytes[at] ?? 0) : decoder.decode(bytes.subarray(at, at + length));
      at += length;
    }
  }
  return text;
}

/** Bytes of the well-formed UTF-8 sequence at an offset (Unicode 15, table 3-7), or 0 where there is none. */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const lead = bytes[at] ?? 0;
  if (lead < 0x80) return 1;
  const length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (lead < 0xc2 || lead > 0xf4 || at + length > bytes.length) return 0;
  const lowest = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
  const highest = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
  const second = bytes[at + 1] ?? 0;
  if (second < lowest || second > highest) return 0;
  for (let next = at + 2; next < at + length; next++) {
    if (((bytes[next] ?? 0) & 0xc0) !== 0x80) return 0;
  }
  return length;
}

function encodeWithEscapes(text: string): Uint8Array {
  const encoder = new TextEncoder();
  if (text.isWellFormed()) return encoder.encode(text);
  const chunks = text.split(/([\uDC80-\uDCFF])/u).map((part) => {
    const isEscape = part.length === 1 && /[\uDC80-\uDCFF]/u.test(part);
    return isEscape ? Uint8Array.of(part.charCodeAt(0) - ESCAPE_BASE) : encoder.encode(part);
  });
  const bytes = new Uint8Array(chunks.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}
