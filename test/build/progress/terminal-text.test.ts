import { describe, expect, it } from "vitest";
import { colorsAfter } from "../../../src/build/progress/terminal-colors.ts";
import { makeTerminalText } from "../../../src/build/progress/terminal-text.ts";

const CASES: readonly (readonly [name: string, input: string, output: string])[] = [
  ["plain text", "INFO:    Starting build...\n", "INFO:    Starting build...\n"],
  ["tab, carriage return and line feed", "a\tb\r50%\r\n", "a\tb\r50%\r\n"],
  ["colours", "\x1b[31mFATAL:  \x1b[0m no\x1b[m\x1b[1;38:5:9mx\n", "\x1b[31mFATAL:  \x1b[0m no\x1b[m\x1b[1;38:5:9mx\n"],
  ["a private sequence that ends like a colour", "\x1b[>4;2mx\x1b[?4mx", "xx"],
  ["cursor movement and erasing", "a\x1b[2A\x1b[10;10Hb\x1b[2J\x1b[K", "ab"],
  ["the alternate screen and a hidden cursor", "\x1b[?1049h\x1b[?25lx\x1b[?25h", "x"],
  ["a title, ended by BEL and by ST", "\x1b]0;owned\x07a\x1b]2;owned\x1b\\b", "ab"],
  ["a title in eight bits", "\x9d0;owned\x9ca", "a"],
  ["a title without an end takes the rest of its line, no more", "\x1b]0;owned\nnext\n", "\nnext\n"],
  ["a clipboard and a link", "\x1b]52;c;AAAA\x07\x1b]8;;http://x\x1b\\text\x1b]8;;\x1b\\", "text"],
  ["a device control string", '\x1bP$q"p\x1b\\a', "a"],
  ["reset, character sets, keypad", "\x1bc\x1b(0\x1b=\x1b#8a", "a"],
  ["eight-bit controls", "a\x9b2Jb\x85\x8dc", "abc"],
  ["bell, backspace, form feed, escape alone", "a\x07b\x08c\x0cd\x1b\n", "abcd\n"],
  ["what turns the order of reading", "a\u202etxet\u2066b", "atxetb"],
  ["text of any script", "größe 数 👍🏽 e\u0301", "größe 数 👍🏽 e\u0301"],
];

describe("text for a terminal", () => {
  it.each(CASES)("%s", (_name, input, output) => {
    expect(makeTerminalText().take(input)).toBe(output);
  });

  it.each(CASES)("in pieces of one character: %s", (_name, input, output) => {
    const text = makeTerminalText();
    expect([...input].map((piece) => text.take(piece)).join("")).toBe(output);
  });

  it("does not keep an unending sequence, nor run long on it", () => {
    const text = makeTerminalText();
    const started = performance.now();
    const shown = Array.from({ length: 200 }, () => text.take(`\x1b]0;${"x".repeat(5000)}`)).join("");
    expect(performance.now() - started).toBeLessThan(1000);
    expect(shown).not.toContain("\x1b");
    expect(text.take("\nback\n")).toContain("\nback\n");
  });
});

it.each([
  ["", "plain", ""],
  ["", "\x1b[31mred", "\x1b[31m"],
  ["", "\x1b[31mred\x1b[0m", ""],
  ["", "\x1b[31mred\x1b[m", ""],
  ["\x1b[31m", "still", "\x1b[31m"],
  ["\x1b[31m", "\x1b[1mbold", "\x1b[31m\x1b[1m"],
  ["\x1b[31m", "\x1b[0;32mgreen", "\x1b[0;32m"],
])("colours %j, then %j", (before, text, after) => {
  expect(colorsAfter(before, text)).toBe(after);
});
