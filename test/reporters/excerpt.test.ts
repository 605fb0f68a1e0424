import { describe, expect, it } from "vitest";
import { sourceFromBytes, sourceFromText } from "#grammar/source.ts";
import { makeExcerpt } from "../../src/reporters/excerpt.ts";

describe("makeExcerpt", () => {
  const excerpt = (text: string, start: number, end: number, columns = 80) =>
    makeExcerpt(sourceFromText(text), { start, end }, columns);
  const underlined = (text: string, start: number, end: number, columns = 80): string => {
    const { text: shown, indent, carets } = excerpt(text, start, end, columns);
    return shown.slice(indent, indent + carets);
  };

  it("aligns tabs", () => {
    expect(excerpt("\ta\tb", 3, 4)).toEqual({ line: 0, text: "    a   b", indent: 8, carets: 1, lastLine: 0 });
  });

  it("aligns wide, combining and astral characters", () => {
    expect(excerpt("日本x", 2, 3)).toMatchObject({ indent: 4, carets: 1 });
    expect(excerpt("🚀x", 0, 2)).toMatchObject({ indent: 0, carets: 2 });
    expect(excerpt("e\u0301x", 2, 3)).toMatchObject({ indent: 1, carets: 1 });
  });

  it("marks the end of a line, of the text, and an empty text", () => {
    expect(excerpt("ab\ncd", 2, 3)).toMatchObject({ line: 0, indent: 2, carets: 1 });
    expect(excerpt("ab\r\ncd", 2, 4)).toMatchObject({ line: 0, text: "ab", indent: 2, carets: 1, lastLine: 0 });
    expect(excerpt("ab", 2, 2)).toMatchObject({ indent: 2, carets: 1 });
    expect(excerpt("", 0, 0)).toEqual({ line: 0, text: "", indent: 0, carets: 1, lastLine: 0 });
  });

  it("says how far a range goes on", () => {
    expect(excerpt("ab\ncd\nef\n", 1, 7)).toMatchObject({ line: 0, indent: 1, carets: 1, lastLine: 2 });
    expect(excerpt("ab\ncd\nef\n", 0, 6)).toMatchObject({ lastLine: 1 });
  });

  it.each([0, 1, 50, 500, 995, 999])("cuts a long line around a range at %i", (start) => {
    const text = `${"abcdefghij".repeat(100)}\n`;
    const cut = excerpt(text, start, start + 1, 60);
    expect(cut.text.length).toBeLessThanOrEqual(60);
    expect(underlined(text, start, start + 1, 60)).toBe(text[start]);
  });

  it("cuts a range that is longer than the line may be", () => {
    const cut = excerpt("x".repeat(1000), 100, 900, 60);
    expect(cut.indent + cut.carets).toBeLessThanOrEqual(60);
    expect(cut.carets).toBeGreaterThan(30);
  });

  it("is quick on a line of millions, and does not halve a pair", () => {
    const text = "🚀".repeat(3_000_000);
    const start = performance.now();
    expect(excerpt(text, 3_000_000, 3_000_002, 60).text).not.toContain("\\u");
    expect(performance.now() - start).toBeLessThan(1000);
  });

  it("shows bytes that are no text", () => {
    const source = sourceFromBytes(Buffer.from([0x61, 0xff, 0x62, 0x0a]));
    expect(makeExcerpt(source, { start: 1, end: 2 }, 80)).toMatchObject({ text: "a\\udcffb", indent: 1, carets: 6 });
  });
});
