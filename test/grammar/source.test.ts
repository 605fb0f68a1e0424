import { describe, expect, test } from "vitest";
import { sourceFromBytes, sourceFromText } from "#grammar/source.ts";

test("lines end at LF and CRLF, never at a lone CR", () => {
  const source = sourceFromText("a\r\nb\rc\nd");
  expect(source.lineStarts).toEqual([0, 3, 7]);
  expect(source.positionAt(5)).toEqual({ line: 1, character: 2 });
  expect(source.offsetAt({ line: 1, character: 2 })).toBe(5);
});

test("characters are UTF-16 code units, byte offsets are bytes", () => {
  const source = sourceFromText("é😀x\ny");
  expect(source.positionAt(3)).toEqual({ line: 0, character: 3 });
  expect(source.byteOffsetAt(3)).toBe(6);
});

test("the line end is the one that most lines have", () => {
  expect(sourceFromText("a\r\nb\r\nc\n").lineEnd).toBe("\r\n");
  expect(sourceFromText("a\r\nb\nc\n").lineEnd).toBe("\n");
  expect(sourceFromText("a").lineEnd).toBe("\n");
});

test("offsets outside the text are clamped", () => {
  const source = sourceFromText("ab\n");
  expect(source.positionAt(99)).toEqual({ line: 1, character: 0 });
  expect(source.offsetAt({ line: 0, character: 99 })).toBe(3);
  expect(source.offsetAt({ line: 9, character: 0 })).toBe(3);
  expect(source.offsetAt({ line: -1, character: 0 })).toBe(0);
});

describe("invalid UTF-8", () => {
  test.each([
    ["a lone byte", [0x61, 0xff, 0x62], 3],
    ["a cut sequence", [0xe2, 0x82], 2],
    ["an overlong sequence", [0xc0, 0xaf], 2],
    ["a surrogate half", [0xed, 0xa0, 0x80], 3],
    ["beyond Unicode", [0xf4, 0x90, 0x80, 0x80], 4],
    ["among good ones", [0xc3, 0xa9, 0xfe, 0xf0, 0x9f, 0x98, 0x80], 4],
  ])("%s is kept byte for byte", (_name, bytes, length) => {
    const source = sourceFromBytes(Uint8Array.from(bytes));
    expect(source.hasInvalidUtf8).toBe(true);
    expect(source.text).toHaveLength(length);
    expect([...source.toBytes()]).toEqual(bytes);
  });

  test("a byte order mark is text", () => {
    const source = sourceFromBytes(Uint8Array.of(0xef, 0xbb, 0xbf, 0x61));
    expect(source.hasInvalidUtf8).toBe(false);
    expect(source.text).toBe("\ufeffa");
  });
});
