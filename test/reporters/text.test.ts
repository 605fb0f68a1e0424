import { describe, expect, it } from "vitest";
import { sourceFromBytes, sourceFromText } from "#grammar/source.ts";
import type { RunResult } from "../../src/engine/run.ts";
import { makeResult } from "../../src/engine/run.ts";
import { makeExcerpt } from "../../src/reporters/excerpt.ts";
import { renderText } from "../../src/reporters/text.ts";
import { makeFinding } from "../findings.ts";

const target = { engine: "apptainer", mode: "suid-fakeroot", today: "2026-11-22" } as const;
const plain = { color: false, columns: undefined };

function makeRun(text: string, findings: Parameters<typeof makeResult>[2], hygiene = false): RunResult {
  return { target, files: [makeResult("x.def", sourceFromText(text), findings, { hygiene })], hygieneShown: hygiene };
}

describe("renderText", () => {
  it("shows place, excerpt, notes, why and what --fix would do", () => {
    const text = "Bootstrap: docker\n%post\n    dnf -y upgrade\n    useradd app\n";
    const at = text.indexOf("dnf");
    const finding = makeFinding(at, at + 14, {
      code: "DF101",
      name: "rpm-scriptlet-adds-user",
      severity: "error",
      message: "the upgrade adds users",
      related: [
        { message: "the account is used here", range: { start: text.indexOf("useradd"), end: text.length - 1 } },
      ],
      fix: { edits: [], title: "Insert the account stub" },
    });
    const why = (code: string) => `${code} has a reason.`;
    expect(renderText(makeRun(text, [finding, finding]), { ...plain, why })).toMatchInlineSnapshot(`
      "x.def:3:5: error DF101 rpm-scriptlet-adds-user: the upgrade adds users
      3 |     dnf -y upgrade
        |     ^^^^^^^^^^^^^^
        = note: line 4: the account is used here
        = why: DF101 has a reason.
        = fix: Insert the account stub (--fix)

      x.def:3:5: error DF101 rpm-scriptlet-adds-user: the upgrade adds users
      3 |     dnf -y upgrade
        |     ^^^^^^^^^^^^^^
        = note: line 4: the account is used here
        = fix: Insert the account stub (--fix)

      2 errors in 1 file
      2 fixable with --fix (--diff shows it)
      "
    `);
  });

  it("names fixes that are hidden, hygiene in one line, and what no flag applies", () => {
    const findings = [
      makeFinding(0, 1, { fix: { safety: "unsafe", edits: [], title: "unsafe one" } }),
      makeFinding(0, 1, { severity: "info", fix: { safety: "manual", edits: [], title: "by hand one" } }),
      makeFinding(0, 1, { severity: "info", hygiene: true, message: "hidden" }),
    ];
    const output = renderText(makeRun("abc\n", findings), plain);
    expect(output).toContain("= fix: unsafe one (--fix --unsafe-fixes)\n");
    expect(output).toContain("= fix: by hand one (by hand)\n");
    expect(output).not.toContain("hidden");
    expect(output).toMatch(
      /\n1 warning, 1 info in 1 file\n1 fixable with --fix --unsafe-fixes\n1 hygiene note, --hygiene shows them\n$/,
    );
    const shown = renderText(makeRun("abc\n", findings, true), plain);
    expect(shown).toContain("hidden");
    expect(shown).not.toContain("--hygiene shows");
  });

  it("says what was fixed, alike fixes once", () => {
    const run = makeRun("abc\n", []);
    const fixed = [1, 2].map(() => ({
      code: "DF001",
      name: "a-rule",
      fix: { title: "mend it", safety: "safe" as const, edits: [] },
    }));
    expect(renderText({ ...run, files: run.files.map((file) => ({ ...file, fixed })) }, plain)).toBe(
      "x.def: fixed\n  DF001 a-rule: mend it (2 times)\n\n2 fixes applied; nothing found in 1 file\n",
    );
  });

  it("says that nothing was found, and nothing where nothing was read", () => {
    expect(renderText(makeRun("", []), plain)).toBe("nothing found in 1 file\n");
    expect(renderText({ target, files: [], hygieneShown: false }, plain)).toBe("");
  });

  it("never lets a recipe speak to the terminal", () => {
    const text = "a\u001b[31m\u202e\u0007b\r\n";
    const finding = makeFinding(1, 2, { message: "bad \u001b[2J\nname", fix: { edits: [], title: "\u009b31m" } });
    const run = makeRun(text, [finding]);
    const output = renderText(
      { ...run, files: run.files.map((file) => ({ ...file, path: "e\u001bvil\n.def" })) },
      plain,
    );
    expect(output).not.toMatch(/[^\n\x20-\x7e]/);
    expect(output).toContain("1 | a\\x1b[31m\\u202e\\x07b\n  |  ^^^^\n");
  });

  it("shows bytes that are no text", () => {
    const source = sourceFromBytes(Buffer.from([0x61, 0xff, 0x62, 0x0a]));
    expect(makeExcerpt(source, { start: 1, end: 2 }, 80)).toMatchObject({ text: "a\\udcffb", indent: 1, carets: 6 });
  });

  it("colours only when told to", () => {
    const run = makeRun("abc\n", [makeFinding(0, 1)]);
    expect(renderText(run, plain)).not.toContain("\u001b[");
    expect(renderText(run, { ...plain, color: true })).toContain("\u001b[33m");
  });
});

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
});
