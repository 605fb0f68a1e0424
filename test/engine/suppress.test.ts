/** What comments leave out, and what a run can say of each of them. */
import { describe, expect, test } from "vitest";
import { sourceFromText } from "#grammar/source.ts";
import type { Finding, Target } from "#rules/define-rule.ts";
import { rules } from "#rules/index.ts";
import { TODAY } from "#rules/knowledge/today.ts";
import { EVERY_RULE, type RuleChoice } from "../../src/engine/choice.ts";
import { judge, type LintOptions } from "../../src/engine/lint.ts";
import { makeFinding } from "../findings.ts";

const HEAD = "Bootstrap: docker\nFrom: rockylinux/rockylinux:9.3\n\n";
const target: Target = { engine: "apptainer", mode: "suid-fakeroot", today: TODAY };

/** The codes of what is found that is no hygiene, with the lines (1-based). */
function codes(text: string, options: Partial<LintOptions> = {}): string[] {
  const source = sourceFromText(text);
  const { findings } = judge(source, { rules, target, ...options });
  return findings
    .filter(({ hygiene }) => !hygiene)
    .map(({ code, range }) => `${code} ${source.positionAt(range.start).line + 1}`);
}

/** A ShellCheck that finds every `$` of a text. */
const dollars: NonNullable<LintOptions["shellcheck"]> = ({ source: { text } }): Finding[] =>
  [...text.matchAll(/\$/g)].map(({ index }) =>
    makeFinding(index, index + 1, { source: "shellcheck", code: "SC2086", name: "SC2086" }),
  );

const without = (...names: readonly string[]): RuleChoice => {
  const chosen = rules.filter(({ meta }) => !names.includes(meta.code));
  return { ...EVERY_RULE, choose: () => chosen };
};

describe("ShellCheck's findings", () => {
  const text = (word: string): string =>
    `${HEAD}%post\n    # deflint-ignore-next-line ${word} -- split\n    echo $A\n    echo $B\n`;

  test.each(["SC2086", "sc2086", "shellcheck", "ShellCheck", "DF103, shellcheck"])("are left out by %s", (word) => {
    expect(codes(text(word), { shellcheck: dollars }).filter((code) => code.startsWith("SC"))).toEqual(["SC2086 7"]);
  });

  test("are not left out by other codes, which are then unused", () => {
    expect(codes(text("SC2046"), { shellcheck: dollars })).toEqual(["DF901 5", "SC2086 6", "SC2086 7"]);
  });

  test("leave their suppressions alone where nobody asked for them", () => {
    expect(codes(text("SC2046"))).toEqual([]);
    expect(codes(text("shellcheck"))).toEqual([]);
  });

  test("count as left out, unless nobody wants them", () => {
    const judged = (choice: RuleChoice) =>
      judge(sourceFromText(text("SC2086")), { rules, target, shellcheck: dollars, choice }).suppressed;
    expect(judged(EVERY_RULE)).toBe(1);
    const refuse: RuleChoice = {
      ...EVERY_RULE,
      adjust: (finding) => (finding.source === "shellcheck" ? undefined : finding),
    };
    expect(judged(refuse)).toBe(0);
  });

  test("ShellCheck's own comments are none of deflint's", () => {
    expect(codes(`${HEAD}%post\n    # shellcheck disable=SC2086\n    echo $A\n`, { shellcheck: dollars })).toEqual([
      "SC2086 6",
    ]);
  });
});

describe("a comment is read", () => {
  const text = (comment: string) => `${HEAD}%post\n    ${comment}\n    useradd app\n`;

  test.each([
    "#deflint-ignore-next-line DF103 -- x",
    "##\tdeflint-ignore-next-line:\tdf103\t--\tx\t",
    "#\u00a0deflint-ignore-next-line\u00a0DF103\u00a0-- x",
    "# deflint-ignore-next-line DF103 --x",
    "# deflint-ignore-next-line DF103--x",
    "# deflint-ignore-next-line DF103, account-command-- x",
    "# deflint-ignore-next-line DF103\u2014x",
    "# deflint-ignore-next-line DF103 \u2013 x",
    "# deflint-ignore-next-line DF103 - x",
  ])("however it is spaced and dashed: %j", (comment) => {
    expect(codes(text(comment))).toEqual([]);
    expect(codes(text(comment).replaceAll("\n", "\r\n"))).toEqual([]);
  });

  test.each([
    "# Deflint-Ignore-Next-Line DF103 -- x",
    "# deflint\u2011ignore\u2011next\u2011line DF103 -- x",
    "# deflint\u2013ignore-next-line DF103 -- x",
    "# deflint-disable-next-line DF103 -- x",
  ])("as a form that does not exist, not as any comment: %j", (comment) => {
    expect(codes(text(comment))).toEqual(["DF903 5", "DF103 6"]);
  });

  test.each(["# deflint-test: --mode root", "# deflint ignores this", "# see deflint-ignore-next-line"])(
    "as any other: %j",
    (comment) => expect(codes(text(comment))).toEqual(["DF103 6"]),
  );
});

describe("a suppression is not called unused", () => {
  const unused = `${HEAD}%post\n    # deflint-ignore-next-line DF203 -- ours\n    true\n`;
  const bare = `${HEAD}%files\n    # deflint-ignore-next-line -- ours\n    a /opt/a\n`;

  test("where the configuration switched its rule off", () => {
    expect(codes(unused)).toEqual(["DF901 5"]);
    expect(codes(unused, { choice: without("DF203") })).toEqual([]);
    expect(codes(unused, { choice: without("DF103") })).toEqual(["DF901 5"]);
  });

  test("where it leaves something out in another mode", () => {
    const text = (word: string, command: string) =>
      `${HEAD}%post\n    dnf -y install sudo\n    # deflint-ignore-next-line ${word} -- ours\n    ${command}\n`;
    const inSubuid = { target: { ...target, mode: "subuid" }, shellcheck: () => [] } as const;
    expect(codes(text("DF203", "sudo true"), { target: { ...target, mode: "userns" } })).toContain("DF110 7");
    for (const word of ["DF110", "sudo-in-post", ""])
      expect([word, ...codes(text(word, "sudo true"), inSubuid)]).toEqual([word]);
    const inProot: Target = { ...target, engine: "singularity-ce", mode: "proot" };
    const library = "# deflint-ignore-next-line DF305 -- ours\nBootstrap: library\nFrom: debian:12.9\n";
    expect(codes(library, { target: inProot })).toEqual([]);
    expect(codes(library.replace(": library", ": docker"), { target: inProot })).toEqual(["DF901 1"]);
    for (const word of ["DF110", "sudo-in-post", ""])
      expect([word, ...codes(text(word, "true"), inSubuid)]).toEqual([word, "DF901 6"]);
  });

  test("for want of rules where any is switched off", () => {
    expect(codes(bare)).toEqual(["DF901 5"]);
    expect(codes(bare, { choice: without("DF103") })).toEqual([]);
  });

  test("for want of rules in a script that ShellCheck did not see", () => {
    const inScript = `${HEAD}%post\n    # deflint-ignore-next-line -- ours\n    true\n`;
    expect(codes(inScript)).toEqual([]);
    expect(codes(inScript, { shellcheck: dollars })).toEqual(["DF901 5"]);
  });
});

describe("a comment covers", () => {
  const USERADD = "    useradd app\n";
  const cases: readonly (readonly [string, string, readonly string[]])[] = [
    ["its section", `%post\n    true\n    # deflint-ignore-section DF103 -- x\n${USERADD}`, []],
    ["its section from the line above", `# deflint-ignore-section DF103 -- x\n%post\n${USERADD}`, []],
    [
      "its section from above other comments",
      `# deflint-ignore-section DF103 -- x\n# %post\n\t# more\n%post\n${USERADD}`,
      [],
    ],
    [
      "not the section below a blank line",
      `%test\n    # deflint-ignore-section DF103 -- x\n\n%post\n${USERADD}`,
      ["DF901 5", "DF103 8"],
    ],
    [
      "not the section below when it shares its line",
      `%test\n    true # deflint-ignore-section DF103 -- x\n%post\n${USERADD}`,
      ["DF901 5", "DF103 7"],
    ],
    [
      "a section's line alone, with the form for the next line",
      `# deflint-ignore-next-line DF103 -- x\n%post\n${USERADD}`,
      ["DF901 4", "DF103 6"],
    ],
    ["a range", `%post\n    # deflint-ignore-start DF103 -- x\n${USERADD}    # deflint-ignore-end\n`, []],
    [
      "a range and no more",
      `%post\n${USERADD}    # deflint-ignore-start DF103 -- x\n${USERADD}    # deflint-ignore-end DF103\n${USERADD}`,
      ["DF103 5", "DF103 9"],
    ],
    [
      "a range over sections",
      `# deflint-ignore-start DF103 -- x\n%post\n${USERADD}%appinstall a\n${USERADD}# deflint-ignore-end DF103\n`,
      [],
    ],
    [
      "ranges within and across each other",
      `%post\n# deflint-ignore-start DF103 -- x\n# deflint-ignore-start DF203 -- y\n${USERADD}# deflint-ignore-end DF103\n    rm -rf /tmp/*\n# deflint-ignore-end df203\n${USERADD}`,
      ["DF103 11"],
    ],
    [
      "the rest of the file when its range is not ended",
      `%post\n# deflint-ignore-start DF103 -- x\n${USERADD}`,
      ["DF903 5"],
    ],
    [
      "the findings in %help by the forms that stand elsewhere",
      `# deflint-ignore-section DF015 -- x\n%help\n    {{ A }}\n`,
      [],
    ],
    ["nothing from within %help", `%help\n    # deflint-ignore-section DF015 -- x\n    {{ A }}\n`, ["DF015 6"]],
  ];

  test.each(cases)("%s", (_name, body, expected) => {
    expect(codes(`${HEAD}${body}`)).toEqual(expected);
  });

  test.each([
    ["labels", "DF024", "%labels\n    COMMENT\n    A=1\n"],
    ["files", "DF402", "%files\n    COMMENT\n    a /opt/a b\n"],
    ["arguments", "DF015", "%arguments\n    COMMENT\n    A={{ B }}\n"],
  ])("findings of a section of %s", (_section, code, body) => {
    const found = codes(`${HEAD}${body.replace("    COMMENT\n", "")}`).filter((one) => one.startsWith(code));
    for (const form of ["next-line", "section", "start"]) {
      const text = `${HEAD}${body.replace("COMMENT", `# deflint-ignore-${form} ${code} -- x`)}    # deflint-ignore-end\n`;
      expect([form, ...codes(text).filter((one) => one.startsWith(code) || one.startsWith("DF901"))]).toEqual([form]);
    }
    expect(found.length).toBeGreaterThan(0);
  });

  test("the header it stands in", () => {
    expect(codes("# deflint-ignore-section DF303 -- x\n\nBootstrap: docker\nFrom: centos:7\n")).toEqual([]);
    expect(
      codes("Bootstrap: docker\nFrom: centos:7\n# deflint-ignore-section DF303 -- x\n\n%post\n    true\n"),
    ).toEqual([]);
  });

  test("the header of a second stage from the line above", () => {
    const second = "Bootstrap: docker\nFrom: centos:7\nStage: two\n";
    const first = "Bootstrap: docker\nFrom: rockylinux/rockylinux:9.3\nStage: one\n\n%post\n    true\n";
    expect(codes(`${first}\n# deflint-ignore-section DF303 -- x\n${second}`)).toEqual([]);
  });
});
