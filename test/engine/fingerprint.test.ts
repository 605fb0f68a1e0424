import { describe, expect, it } from "vitest";
import { sourceFromText } from "#grammar/source.ts";
import { fingerprintsOf } from "../../src/engine/fingerprint.ts";
import { makeFinding } from "../findings.ts";

/** The keys of a word's occurrences. */
function keysOf(text: string, word: string, { path = "a/x.def", code = "DF101" } = {}): string[] {
  const findings = [...text.matchAll(new RegExp(word, "g"))].map(({ index, 0: found }) =>
    makeFinding(index, index + found.length, { code }),
  );
  return fingerprintsOf(path, sourceFromText(text), findings);
}

describe("fingerprintsOf", () => {
  const text = "%post\n    dnf -y install x\n    true\n    dnf -y install x\n";
  const [first, second] = keysOf(text, "dnf");

  it("gives each finding a key of its own", () => {
    expect(first).toMatch(/^[0-9a-f]{32}$/);
    expect(second).not.toBe(first);
    expect(keysOf(text, "dnf", { code: "DF102" })).not.toContain(first);
    expect(keysOf(text, "dnf", { path: "b/x.def" })).not.toContain(first);
    expect(keysOf(text.replaceAll("x\n", "y\n"), "dnf")).not.toContain(first);
  });

  it("keeps the keys of lines that move, that are indented anew, and that end otherwise", () => {
    expect(keysOf(`# more\n\n${text}# less\n`, "dnf")).toEqual([first, second]);
    expect(keysOf(text.replaceAll("    ", "\t"), "dnf")).toEqual([first, second]);
    expect(keysOf(text.replaceAll("\n", "\r\n"), "dnf")).toEqual([first, second]);
    expect(keysOf(text, "dnf", { path: "./a/x.def" })).toEqual([first, second]);
    expect(keysOf("\ufeffdnf", "dnf")).toEqual(keysOf("dnf", "dnf"));
  });

  it("knows a finding over many lines by the first five", () => {
    const lines = (count: number, last = "") => `a${"\nx".repeat(count)}${last}\n`;
    const [whole] = keysOf(lines(9), "a[^]*");
    expect(keysOf(lines(9, "z"), "a[^]*")[0]).toBe(whole);
    expect(keysOf(lines(3), "a[^]*")[0]).not.toBe(whole);
  });

  it("takes in no line that a range only ends before", () => {
    expect(keysOf("a\nb\n", "a\n")).toEqual(keysOf("a\nc\n", "a\n"));
  });

  it("has keys for an empty file and the end of one", () => {
    expect(fingerprintsOf("x", sourceFromText(""), [makeFinding(0, 0)])).toHaveLength(1);
    expect(fingerprintsOf("x", sourceFromText("a\n"), [makeFinding(2, 2)])).toHaveLength(1);
  });
});
