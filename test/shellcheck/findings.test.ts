import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { sourceFromText } from "#grammar/source.ts";
import { judge, readDocument } from "../../src/engine/lint.ts";
import { readAnswer } from "../../src/shellcheck/answer.ts";
import { mendOf } from "../../src/shellcheck/codes/mends.ts";
import { weigh } from "../../src/shellcheck/codes/weight.ts";
import { findingsOf } from "../../src/shellcheck/findings.ts";
import { questionAbout } from "../../src/shellcheck/question.ts";
import { questionsOf, type Recorded, recordings, render, SETTINGS } from "./recording.ts";

/** A comment of ShellCheck's in its own format. */
function comment(more: object) {
  return {
    file: "-",
    line: 2,
    endLine: 2,
    column: 1,
    endColumn: 2,
    level: "info",
    message: "It is so",
    fix: null,
    code: 2000,
    ...more,
  };
}

/** What is found in a recipe of which each script gets the same answer. */
function findIn(recipe: string, ...comments: readonly object[]) {
  const source = sourceFromText(recipe);
  const answer = readAnswer(JSON.stringify({ comments })) ?? [];
  const { findings } = judge(source, {
    ...SETTINGS,
    rules: SETTINGS.rules,
    shellcheck: ({ stages }, said) =>
      stages.flatMap(({ scripts }) => scripts.flatMap((ctx) => findingsOf(ctx, answer, said))),
  });
  return findings;
}

const HEAD = "Bootstrap: docker\nFrom: debian:12\n";

function codesIn(recipe: string, ...comments: readonly object[]): string[] {
  return findIn(recipe, ...comments).flatMap(({ code }) => (/^SC|DF501|DF511/.test(code) ? [code] : []));
}

describe.each(recordings())("what ShellCheck 0.9.0 said of $name", (recording) => {
  const recorded: Recorded[] = JSON.parse(readFileSync(recording.answers, "utf8"));
  const questions = questionsOf(recording);

  it("was asked under the dialect and the options under which each script runs", () => {
    const asked = questions.map(({ name, question }) => [name, question.dialect, question.text.split("\n")[0]]);
    expect(asked).toEqual(recorded.map(({ script, dialect, options }) => [script, dialect, options]));
  });

  it("stands at its place", () => {
    const findings = questions.flatMap(({ ctx }, index) =>
      findingsOf(ctx, readAnswer(recorded[index]?.answer ?? "") ?? [], []).map((finding) => render(recording, finding)),
    );
    expect(findings.map((finding) => `${finding}\n`).join("")).toBe(readFileSync(recording.out, "utf8"));
  });
});

describe("what is asked", () => {
  const textFor = (recipe: string) => {
    const { stages } = readDocument(sourceFromText(recipe), SETTINGS);
    return stages.flatMap(({ scripts }) => scripts.map((ctx) => questionAbout(ctx)?.text));
  };

  it("hides references behind as many characters, which no variable takes for a part of its name", () => {
    expect(
      textFor(`${HEAD}%post\n    echo {{ A }} $X{{ B }} "\${X}{{ B }}" {{ .x }}\n%arguments\n    A=1\n    B=2\n`),
    ).toEqual([`#!/bin/sh -e\n    echo _______ $X....... "\${X}_______" {{ .x }}\n`]);
  });

  it("asks nothing about a script that is longer than any section Apptainer reads", () => {
    expect(textFor(`${HEAD}%post\n    ${"true ".repeat(13_200)}\n`)).toEqual([undefined]);
  });

  it("asks nothing about other languages and empty scripts", () => {
    expect(textFor(`${HEAD}%runscript\n    #!/usr/bin/python3\n    print(1)\n%post\n\n  \n`)).toEqual([
      undefined,
      undefined,
    ]);
  });

  it("has one character for each byte that is no UTF-8", () => {
    expect(textFor(`${HEAD}%post\n    echo \udcff $x\n`)).toEqual(["#!/bin/sh -e\n    echo \ufffd $x\n"]);
  });
});

describe("what is left out", () => {
  it("says of one cause what our own rule says better, and nothing more", () => {
    const cd = comment({ code: 2164, level: "warning", column: 5, endColumn: 9 });
    expect(codesIn(`${HEAD}%post -c /bin/bash\n    cd $x\n    make\n    make install\n`, cd)).toEqual(["DF501"]);
    expect(codesIn(`${HEAD}%runscript\n    cd $x\n    make\n`, cd)).toEqual(["SC2164"]);
  });

  it("says nothing of our own line above the script", () => {
    expect(codesIn(`${HEAD}%post\n    true\n`, comment({ line: 1, endLine: 1 }))).toEqual([]);
  });

  it.each([
    ["touches a template", 2268, 11, 22, []],
    ["is about a constant beside one", 2050, 7, 10, []],
    ["is about a command with one in it", 2164, 5, 22, ["SC2164"]],
    ["stands beside one", 2086, 5, 9, ["SC2086"]],
  ])("a finding that %s", (_what, code, column, endColumn, expected) => {
    const recipe = `${HEAD}%runscript\n    echo $a {{ VALUE }} b\n%arguments\n    VALUE=1\n`;
    expect(codesIn(recipe, comment({ code, column, endColumn }))).toEqual(expected);
  });

  it("says the same of the same place once", () => {
    expect(codesIn(`${HEAD}%post\n    true\n`, comment({}), comment({ message: "Again" }))).toEqual(["SC2000"]);
  });
});

describe("one cause", () => {
  const at = (column: number, more: object) => comment({ column, endColumn: column + 1, ...more });

  it("is said once of the pair of quotes of a word processor", () => {
    const line = at(10, { code: 1110 });
    expect(codesIn(`${HEAD}%post\n    echo \u201ca\u201d\n`, line, at(12, { code: 1110 }))).toEqual(["SC1110"]);
    const lines = [line, at(10, { code: 1110, line: 3, endLine: 3 })];
    expect(codesIn(`${HEAD}%post\n    echo \u201ca\n    echo \u201db\n`, ...lines)).toEqual(["SC1110", "SC1110"]);
  });
});

describe("how it counts", () => {
  it.each([
    ["cd /opt/x", true],
    ['cd "/opt/x"', true],
    ["cd -- '/opt/x'", true],
    ["popd", true],
    ["cd x", false],
    ['cd "$X"', false],
    ["cd '/opt/x y'", false],
  ])("%s: a directory that is there is no news (%s)", (text, hygiene) => {
    expect(weigh({ code: 2164, level: "warning" }, text)).toEqual({ severity: "info", hygiene });
  });

  it.each([
    ["error", "warning", false],
    ["warning", "info", false],
    ["info", "info", true],
    ["style", "info", true],
  ])("%s", (level, severity, hygiene) => {
    expect(
      findIn(`${HEAD}%post\n    true\n`, comment({ level })).find(({ source }) => source === "shellcheck"),
    ).toMatchObject({
      severity,
      hygiene,
      name: "SC2000",
      confidence: "medium",
      message: "It is so.",
    });
  });
});

describe("its mends", () => {
  const insert = (column: number, replacement: string, insertionPoint: string, precedence = 5) => ({
    line: 2,
    endLine: 2,
    column,
    endColumn: column,
    replacement,
    insertionPoint,
    precedence,
  });
  const fixIn = (recipe: string, ...replacements: readonly object[]) =>
    findIn(recipe, comment({ code: 2086, fix: { replacements } })).find(({ source }) => source === "shellcheck")?.fix;

  it("are put in order at one place: what belongs to the left first, then the outer before the inner", () => {
    const edits = fixIn(
      `${HEAD}%post\nab\n`,
      insert(2, "(", "afterEnd", 9),
      insert(2, "{", "afterEnd", 2),
      insert(2, "]", "beforeStart", 1),
      insert(2, ")", "beforeStart", 8),
    )?.edits;
    expect(edits?.map(({ text }) => text).join("")).toBe(")]{(");
  });

  it.each([
    ["overlap", "true x", [{ ...insert(1, "a", "afterEnd"), endColumn: 4 }, insert(2, "b", "afterEnd")]],
    ["touch a template", "true {{ V }}", [insert(6, "a", "afterEnd")]],
    ["stand in a script in quotes", "bash -c 'true x'", [insert(15, "a", "afterEnd")]],
    ["stand in a script that cannot be read", "true x; fi", [insert(6, "a", "afterEnd")]],
    ["stand on our own line", "true x", [{ ...insert(6, "a", "afterEnd"), line: 1, endLine: 1 }]],
    ["stand below the script", "true x", [{ ...insert(1, "a", "afterEnd"), line: 99, endLine: 99 }]],
    ["stand beside it", "true x", [insert(99, "a", "afterEnd")]],
    ["cannot be read", "true x", [{ ...insert(6, "a", "afterEnd"), insertionPoint: "somewhere" }]],
  ])("are none where they %s", (_what, line, replacements) => {
    expect(fixIn(`${HEAD}%post\n${line}\n%arguments\nV=1\n`, ...replacements)).toBeUndefined();
  });

  it("do not cross sections", () => {
    const recipe = `${HEAD}%post\n    true $a\n%labels\n    A b\n%post\n    true $b\n`;
    const other = { ...insert(10, "x", "afterEnd"), line: 3, endLine: 3 };
    expect(fixIn(recipe, insert(10, "x", "afterEnd"))).toBeDefined();
    expect(fixIn(recipe, other)).toBeDefined();
    expect(fixIn(recipe, insert(10, "x", "afterEnd"), other)).toBeUndefined();
  });

  it("may change what a script does where nobody has judged them", () => {
    expect(mendOf(2999)).toMatchObject({ safety: "unsafe", title: expect.stringContaining("SC2999") });
  });
});

describe("an answer", () => {
  it.each([
    "",
    "null",
    "[]",
    "{}",
    '{"comments":[{}]}',
    '{"comments":[{"line":1}]}',
    '{"comments":',
    "Segmentation fault",
  ])("is none: %s", (text) => expect(readAnswer(text)).toBeUndefined());

  it("of a newer version may hold more than we know", () => {
    expect(readAnswer(JSON.stringify({ comments: [comment({ more: [1] })], version: 2 }))).toHaveLength(1);
  });
});
