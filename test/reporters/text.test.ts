import { describe, expect, it } from "vitest";
import { sourceFromText } from "#grammar/source.ts";
import type { Finding, Safety } from "#rules/define-rule.ts";
import type { RunResult } from "../../src/engine/run.ts";
import { makeResult } from "../../src/engine/run.ts";
import { renderFinding } from "../../src/reporters/finding-text.ts";
import { renderText } from "../../src/reporters/text.ts";
import { makeFinding } from "../findings.ts";

const target = { engine: "apptainer", mode: "suid-fakeroot", today: "2026-11-22" } as const;
const plain = { color: false, columns: undefined, cwd: "/" };

function makeRun(text: string, findings: readonly Finding[], hygiene = false): RunResult {
  return {
    target,
    files: [makeResult("x.def", sourceFromText(text), { findings, suppressed: 0 }, { hygiene })],
    hygieneShown: hygiene,
  };
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
      2 fixable with --fix (--diff shows them)
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
      /\n1 warning, 1 info in 1 file\n1 fixable with --fix --unsafe-fixes\n1 hygiene note, --hygiene shows it\n$/,
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
    expect(renderText({ ...run, files: run.files.map((file) => ({ ...file, fixed, cured: 3 })) }, plain)).toBe(
      "x.def: fixed\n  DF001 a-rule: mend it (2 times)\n\nnothing left in 1 file\n3 fixed\n",
    );
  });

  it("counts the findings that fixes of both kinds would mend, and infos in the plural", () => {
    const offer = (safety: "safe" | "unsafe", text: string) =>
      makeFinding(0, 1, { severity: "info", fix: { safety, edits: [{ start: 0, end: 1, text }] } });
    const findings = [offer("safe", "x"), offer("safe", "y"), offer("safe", "y"), offer("unsafe", "z")];
    expect(renderText(makeRun("abc\n", findings), plain)).toMatch(
      /\n4 infos in 1 file\n3 fixable with --fix \(--diff shows them\), 1 more with --unsafe-fixes\n$/,
    );
  });

  it("names what applies a fix, in general and in a build", () => {
    const shown = (safety: Safety, safetyInBuild: Safety | undefined, building: boolean) =>
      renderFinding(
        makeFinding(0, 1, { fix: { safety, edits: [], title: "it", ...(safetyInBuild && { safetyInBuild }) } }),
        sourceFromText("abc\n"),
        "x.def",
        { ...plain, building },
      ).match(/= fix: it (.*)\n/)?.[1];
    expect(shown("manual", "safe", false)).toBe("(deflint build applies it)");
    expect(shown("unsafe", "safe", false)).toBe("(--fix --unsafe-fixes; deflint build applies it)");
    expect(shown("unsafe", undefined, true)).toBe("(--unsafe-fixes)");
    expect(shown("manual", undefined, true)).toBe("(by hand)");
  });

  it("wraps a headline on a terminal and nowhere else", () => {
    const finding = makeFinding(0, 1, { message: "words ".repeat(20).trim() });
    const lines = (columns: number | undefined) =>
      renderFinding(finding, sourceFromText("abc\n"), "x.def", { color: false, columns }).split("\n");
    const [first, second] = lines(60);
    expect(first).toBe("x.def:1:1: warning DF999 test-rule: words words words");
    expect(second).toMatch(/^ {4}words/);
    expect(Math.max(...lines(60).map((line) => line.length))).toBeLessThanOrEqual(60);
    expect(lines(undefined)[0]).toBe(`x.def:1:1: warning DF999 test-rule: ${finding.message}`);
  });

  it("gives a reason two lines, without its backticks", () => {
    const why = () => `In \`%post\` ${"words ".repeat(60)}end.`;
    const output = renderText(makeRun("abc\n", [makeFinding(0, 1)]), { ...plain, columns: 60, why });
    const [, reason = ""] = /( {2}= why: [\s\S]*?)\n\n/.exec(output) ?? [];
    expect(reason.split("\n")).toHaveLength(2);
    expect(reason).toMatch(/^ {2}= why: In %post words/);
    expect(reason).toMatch(/words \.\.\.$/);
    expect(Math.max(...reason.split("\n").map((line) => line.length))).toBeLessThanOrEqual(60);
  });

  it("says what was fixed, and what the flags would fix further", () => {
    const offer = (safety: Safety) => makeFinding(0, 1, { fix: { safety, edits: [] } });
    const closing = (cured: number, ...offers: Safety[]): string => {
      const run = makeRun("abc\n", offers.map(offer));
      const fixed = Array.from({ length: cured }, () => ({
        code: "DF001",
        name: "a-rule",
        fix: { title: "mend it", safety: "safe" as const, edits: [] },
      }));
      const report = renderText({ ...run, files: run.files.map((file) => ({ ...file, fixed, cured })) }, plain);
      return report.trimEnd().split("\n").slice(-2).join("|");
    };
    expect(closing(3, "safe", "safe", "unsafe")).toBe(
      "3 warnings left in 1 file|3 fixed, 2 more with --fix, 1 with --unsafe-fixes",
    );
    expect(closing(3, "unsafe")).toBe("1 warning left in 1 file|3 fixed, 1 more with --unsafe-fixes");
    expect(closing(1, "manual")).toBe("1 warning left in 1 file|1 fixed");
    expect(closing(0, "safe", "unsafe")).toBe(
      "2 warnings in 1 file|1 fixable with --fix (--diff shows it), 1 more with --unsafe-fixes",
    );
  });

  it("says what comments, a baseline and a look at files left out", () => {
    const [file] = makeRun("abc\n", []).files;
    const skipped = ["a\u001b", "b", "c", "d"].map((path) => ({ path, reason: "is no definition file" }));
    const files = file === undefined ? [] : [{ ...file, suppressed: 1, known: 2 }];
    expect(renderText({ target, files, hygieneShown: false, skipped }, plain)).toBe(
      "nothing found in 1 file\n1 finding left out by comments of the recipes\n2 known findings left out by the baseline\n" +
        "4 files skipped that are no definition files: a\\x1b, b, c and 1 more\n",
    );
    expect(renderText({ target, files: [], hygieneShown: false, skipped: skipped.slice(1, 2) }, plain)).toBe(
      "1 file skipped: b is no definition file\n",
    );
  });

  it("prints findings alone when it is to be quiet", () => {
    const run = makeRun("abc\n", [makeFinding(0, 1, { fix: { edits: [] } })]);
    expect(renderText(run, { ...plain, quiet: true })).toMatch(/^x\.def:1:1: [\s\S]*\(--fix\)\n$/);
    expect(renderText(makeRun("abc\n", []), { ...plain, quiet: true })).toBe("");
  });

  it("counts rules instead of listing findings, the most frequent first", () => {
    const fix = { edits: [] };
    const findings = [
      makeFinding(0, 1, { code: "DF200", name: "rare" }),
      ...Array.from({ length: 11 }, (_, index) =>
        makeFinding(0, 1, {
          code: "DF300",
          name: "often",
          ...(index < 3 && { fix }),
          ...(index === 3 && { fix: { ...fix, safety: "unsafe" } }),
        }),
      ),
      makeFinding(0, 1, { code: "DF100", name: "rare-too", fix }),
    ];
    expect(renderText(makeRun("abc\n", findings), { ...plain, statistics: true })).toMatchInlineSnapshot(`
      "11 DF300 often (3 with --fix, 1 with --fix --unsafe-fixes)
       1 DF100 rare-too (1 with --fix)
       1 DF200 rare

      13 warnings in 1 file
      4 fixable with --fix (--diff shows them), 1 more with --unsafe-fixes
      "
    `);
  });

  it("links codes to their documentation where the terminal has links", () => {
    const shellcheck = makeFinding(0, 1, { code: "SC2086", name: "SC2086", source: "shellcheck" });
    const run = makeRun("abc\n", [makeFinding(0, 1), shellcheck]);
    const linked = renderText(run, { ...plain, links: true });
    const link = "\u001b]8;;https://www.shellcheck.net/wiki/SC2086\u001b\\SC2086\u001b]8;;\u001b\\";
    expect(linked).toContain(`warning ${link}: a test says so\n`);
    // The rules' own pages have no public home yet.
    expect(linked.replace(link, "SC2086")).toBe(renderText(run, plain));
  });

  it("does not count a byte order mark as a column", () => {
    const run = makeRun("\ufeffab\ncd\n", [makeFinding(0, 1), makeFinding(2, 3), makeFinding(4, 5)]);
    expect(renderText(run, plain).match(/^x\.def:\d+:\d+/gm)).toEqual(["x.def:1:1", "x.def:1:2", "x.def:2:1"]);
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

  it("colours only when told to", () => {
    const run = makeRun("abc\n", [makeFinding(0, 1)]);
    expect(renderText(run, plain)).not.toContain("\u001b[");
    expect(renderText(run, { ...plain, color: true })).toContain("\u001b[33m");
  });
});
