import { describe, expect, it, vi } from "vitest";
import type { Finding } from "#rules/define-rule.ts";
import { converge, largestFrom, MAXIMUM_PASSES } from "../../src/fixer/converge.ts";
import { type Selection, selectFixes } from "../../src/fixer/select.ts";
import { makeFinding, replaceWord } from "../findings.ts";

const guard = () => undefined;
const selection = { unsafe: false };
const combine =
  (...rules: ((text: string) => Finding[])[]) =>
  (text: string) =>
    rules.flatMap((rule) => rule(text));

describe("converge", () => {
  it("applies until nothing moves and judges after every pass", () => {
    const lint = vi.fn(combine(replaceWord("a", "b", { code: "DF001" }), replaceWord("bb", "c", { code: "DF002" })));
    const result = converge("aa", { lint, guard, selection });
    expect(result).toMatchObject({ text: "c", findings: [], broken: [], unsettled: [], passes: 3 });
    // Touching edits wait a pass: "aa" -> "ba" -> "bb" -> "c".
    expect(result.applied.map(({ code }) => code)).toEqual(["DF001", "DF001", "DF002"]);
    expect(lint.mock.calls.map(([text]) => text)).toEqual(["aa", "ba", "bb", "c"]);
  });

  it("leaves a clean text alone after one judgement", () => {
    const lint = vi.fn(() => []);
    expect(converge("x", { lint, guard, selection })).toMatchObject({ text: "x", applied: [], passes: 0 });
    expect(lint).toHaveBeenCalledTimes(1);
  });

  it("stops at a cycle and keeps what a second run would keep", () => {
    const lint = combine(
      replaceWord("go", "a", { code: "DF001" }),
      replaceWord("a", "b", { code: "DF003" }),
      replaceWord("b", "a", { code: "DF002" }),
    );
    const once = converge("0 go", { lint: combine(replaceWord("0 ", "", { code: "DF004" }), lint), guard, selection });
    expect(once.unsettled).toEqual(["DF002", "DF003"]);
    expect(once.applied.map(({ code }) => code)).not.toContain("DF003");
    expect(converge(once.text, { lint, guard, selection }).text).toBe(once.text);
  });

  it("returns the original where the cycle holds it", () => {
    const lint = combine(replaceWord("a", "b", { code: "DF001" }), replaceWord("b", "a", { code: "DF002" }));
    expect(converge("a", { lint, guard, selection })).toMatchObject({
      text: "a",
      applied: [],
      unsettled: ["DF001", "DF002"],
    });
  });

  it("gives up after the last pass and names the rules", () => {
    const lint = (text: string) => [
      makeFinding(0, 0, { code: "DF007", fix: { edits: [{ start: text.length, end: text.length, text: "!" }] } }),
    ];
    const result = converge("", { lint, guard, selection });
    expect(result).toMatchObject({ text: "!".repeat(MAXIMUM_PASSES), passes: MAXIMUM_PASSES, unsettled: ["DF007"] });
  });

  it("drops and names what lets a text grow beyond measure, in one pass or over several", () => {
    const grown = `x${"-".repeat(50_000)}`;
    const lint = combine(replaceWord("x", grown, { code: "DF007" }), replaceWord("y", "z"));
    const result = converge("x y", { lint, guard, selection });
    expect(result).toMatchObject({ text: `${grown} z`, unsettled: [] });
    expect(result.broken).toEqual([
      {
        code: "DF007",
        name: "test-rule",
        title: expect.any(String),
        reason: "it would let the recipe grow beyond all measure",
      },
    ]);
    const twoAtOnce = converge("x x", { lint, guard, selection });
    expect([twoAtOnce.text, twoAtOnce.broken.length]).toEqual([`${grown} x`, 1]);
  });

  it("lets a text grow to its measure", () => {
    const text = "x!".repeat(10);
    expect(largestFrom(text)).toBe(40 + 65_536);
    const grown = (size: number) =>
      converge(text, { lint: replaceWord(text, "z".repeat(size)), guard, selection }).text.length;
    expect([grown(largestFrom(text)), grown(largestFrom(text) + 1)]).toEqual([largestFrom(text), text.length]);
  });

  it("does not call a text unsettled that came to rest in the last pass", () => {
    const lint = (text: string) =>
      text.length < MAXIMUM_PASSES ? [makeFinding(0, 0, { fix: { edits: [{ start: 0, end: 0, text: "!" }] } })] : [];
    expect(converge("", { lint, guard, selection }).unsettled).toEqual([]);
  });

  it("drops alone the fix that the guard refuses, and names it", () => {
    const lint = combine(replaceWord("good", "fine", { code: "DF001" }), replaceWord("# note", "", { code: "DF002" }));
    const keepComments = (before: string, after: string) =>
      before.split("#").length > after.split("#").length ? "it loses a comment" : undefined;
    const result = converge("good # note\ngood # note\n", { lint, guard: keepComments, selection });
    expect(result.text).toBe("fine # note\nfine # note\n");
    expect(result.broken).toEqual([{ code: "DF002", name: "test-rule", title: "say ", reason: "it loses a comment" }]);
    expect(result.findings).toHaveLength(2);
  });

  it("treats a fix of ShellCheck's as any other: kept beside those of rules, dropped alone, deferred, stopped", () => {
    const shellcheck = { source: "shellcheck", code: "SC2086", name: "SC2086" } as const;
    const lint = combine(
      replaceWord("$a", '"$A"', shellcheck),
      replaceWord("$a b", "c", { code: "DF001" }),
      replaceWord("fi", "", { ...shellcheck, code: "SC1009" }),
      replaceWord("no", "on", { ...shellcheck, code: "SC1" }),
      replaceWord("on", "no", { code: "DF002" }),
    );
    const keepFi = (_: string, after: string) => (after.includes("fi") ? undefined : "it breaks the syntax");
    const result = converge("$a b; fi", { lint, guard: keepFi, selection });
    expect(result.text).toBe('"$A" b; fi');
    expect(result.broken).toEqual([{ code: "SC1009", name: "SC2086", title: "say ", reason: "it breaks the syntax" }]);
    expect(converge("fi no", { lint, guard: keepFi, selection }).unsettled).toEqual(["DF002", "SC1"]);
  });

  it("gives those their turn that a refused fix stood in the way of", () => {
    const lint = combine(replaceWord("one two", "", { code: "DF001" }), replaceWord("two", "2", { code: "DF002" }));
    const result = converge("one two", {
      lint,
      guard: (_, after) => (after === "" ? "it is gone" : undefined),
      selection,
    });
    expect(result.text).toBe("one 2");
    expect(result.broken.map(({ code }) => code)).toEqual(["DF001"]);
  });

  it("drops one of two fixes that only together break something", () => {
    const lint = combine(replaceWord("left", "", { code: "DF001" }), replaceWord("right", "", { code: "DF002" }));
    const needsOne = (_: string, after: string) => (/left|right/.test(after) ? undefined : "nothing is left");
    const result = converge("left right", { lint, guard: needsOne, selection });
    expect(result.text).toBe(" right");
    expect(result.broken.map(({ code }) => code)).toEqual(["DF002"]);
  });

  it("reports a malformed fix as a bug and applies the others", () => {
    const lint = combine(replaceWord("a", "b"), () => [
      makeFinding(0, 1, { code: "DF666", fix: { edits: [{ start: 0, end: 99, text: "" }] } }),
    ]);
    const result = converge("..a", { lint, guard, selection });
    expect(result.text).toBe("..b");
    expect(result.broken.map(({ code }) => code)).toEqual(["DF666"]);
  });
});

describe("selectFixes", () => {
  const edits = [{ start: 0, end: 0, text: "x" }];
  const findings = [
    makeFinding(0, 1, { code: "DF001", severity: "info", fix: { safety: "safe", edits } }),
    makeFinding(0, 1, { code: "DF002", fix: { safety: "unsafe", edits } }),
    makeFinding(0, 1, { code: "DF003", fix: { safety: "manual", edits } }),
    makeFinding(0, 1, { code: "DF004", fix: { safety: "manual", safetyInBuild: "safe", edits } }),
    makeFinding(0, 1, { code: "DF005", fix: { safety: "safe", safetyInBuild: "manual", edits } }),
    makeFinding(0, 1, { code: "DF006", hygiene: true, fix: { safety: "safe", edits } }),
    makeFinding(0, 1, { code: "DF007" }),
  ];
  it.each([
    [{ unsafe: false }, ["DF001", "DF005"]],
    [{ unsafe: true }, ["DF001", "DF002", "DF005"]],
    [{ unsafe: false, building: true }, ["DF001", "DF004"]],
    [{ unsafe: false, hygiene: true }, ["DF001", "DF005", "DF006"]],
  ])("%j", (wanted, codes) => {
    expect(selectFixes(findings, wanted).map(({ code }) => code)).toEqual(codes);
  });

  it("takes those alone that somebody means, and hygiene too where it is named", () => {
    const meaning =
      (meant: "named" | "meant", ...codes: string[]): NonNullable<Selection["only"]> =>
      ({ code }) =>
        codes.includes(code) ? meant : undefined;
    const codesUnder = (wanted: Selection) => selectFixes(findings, wanted).map(({ code }) => code);
    const named = meaning("named", "DF001", "DF002", "DF006");
    expect(codesUnder({ unsafe: false, only: named })).toEqual(["DF001", "DF006"]);
    expect(codesUnder({ unsafe: true, only: named })).toEqual(["DF001", "DF002", "DF006"]);
    const meant = meaning("meant", "DF001", "DF002", "DF006");
    expect(codesUnder({ unsafe: true, only: meant })).toEqual(["DF001", "DF002"]);
    expect(codesUnder({ unsafe: true, only: meant, hygiene: true })).toEqual(["DF001", "DF002", "DF006"]);
  });
});
