/** What --add-ignores writes, and where. */
import { describe, expect, test } from "vitest";
import { parse } from "#grammar/index.ts";
import { sourceFromText } from "#grammar/source.ts";
import type { Finding, Target } from "#rules/define-rule.ts";
import { type Document, makeDocument } from "#rules/document.ts";
import { rules } from "#rules/index.ts";
import { TODAY } from "#rules/knowledge/today.ts";
import { lint } from "../../src/engine/lint.ts";
import { addIgnores, type Ignored, ignoreFinding } from "../../src/fixer/add-ignores.ts";
import { readingOf } from "../../src/fixer/ignores-reading.ts";
import { makeFinding } from "../findings.ts";

const target: Target = { engine: "apptainer", mode: "suid-fakeroot", today: TODAY };
const judge = (text: string): readonly Finding[] => lint(sourceFromText(text), { rules, target });
const read = (text: string): Document => makeDocument(parse(sourceFromText(text)), target, new Map());
/** Only findings of these codes are there. */
const ignore = (text: string, codes: readonly string[], reason = ""): Ignored => {
  const judgeThese = (now: string) =>
    judge(now).filter(({ code }) => codes.includes(code) || code === "DF901" || code === "DF903");
  return addIgnores(text, judgeThese(text), { read, lint: judgeThese, reason });
};

const HEAD = "Bootstrap: docker\nFrom: rockylinux/rockylinux:9.3\n\n";

interface Case {
  readonly name: string;
  readonly codes: readonly string[];
  readonly before: string;
  readonly after: string;
}

const cases: readonly Case[] = [
  {
    name: "before a command, in its indentation",
    codes: ["DF103"],
    before: `${HEAD}%post\n\tuseradd app\n`,
    after: `${HEAD}%post\n\t# deflint-ignore-next-line DF103\n\tuseradd app\n`,
  },
  {
    name: "one comment for all that stands next",
    codes: ["DF103", "DF203"],
    before: `${HEAD}%post\n  useradd app; rm -rf /tmp/*\n`,
    after: `${HEAD}%post\n  # deflint-ignore-next-line DF103, DF203\n  useradd app; rm -rf /tmp/*\n`,
  },
  {
    name: "with CRLF where lines end so",
    codes: ["DF103"],
    before: `${HEAD}%post\n  useradd app\n`.replaceAll("\n", "\r\n"),
    after: `${HEAD}%post\n  # deflint-ignore-next-line DF103\n  useradd app\n`.replaceAll("\n", "\r\n"),
  },
  {
    name: "in a loop, before the command itself",
    codes: ["DF103"],
    before: `${HEAD}%post\nfor u in a b; do\n    useradd $u\ndone\n`,
    after: `${HEAD}%post\nfor u in a b; do\n    # deflint-ignore-next-line DF103\n    useradd $u\ndone\n`,
  },
  {
    name: "before the whole of a continued chain",
    codes: ["DF203"],
    before: `${HEAD}%post\n    cd /opt && \\\n    make && \\\n    rm -rf /tmp/*\n`,
    after: `${HEAD}%post\n    # deflint-ignore-next-line DF203\n    cd /opt && \\\n    make && \\\n    rm -rf /tmp/*\n`,
  },
  {
    name: "before the first of commands that a backslash joins",
    codes: ["DF203"],
    before: `${HEAD}%post\n    cd /opt ; \\\n    rm -rf /tmp/*\n`,
    after: `${HEAD}%post\n    # deflint-ignore-next-line DF203\n    cd /opt ; \\\n    rm -rf /tmp/*\n`,
  },
  {
    name: "never in a heredoc",
    codes: ["DF103"],
    before: `${HEAD}%post\n    bash -e <<EOF\nuseradd app\nEOF\n`,
    after: `${HEAD}%post\n    # deflint-ignore-next-line DF103\n    bash -e <<EOF\nuseradd app\nEOF\n`,
  },
  {
    name: "before a section's line, where the section above has comments",
    codes: ["DF501"],
    before: `${HEAD}%environment\n    export A=1\n\n%post -c /bin/bash\n    make\n    true\n`,
    after: `${HEAD}%environment\n    export A=1\n\n# deflint-ignore-next-line DF501\n%post -c /bin/bash\n    make\n    true\n`,
  },
  {
    name: "into the section, where the one above is text",
    codes: ["DF501"],
    before: `${HEAD}%help\n    Run it.\n\n%post -c /bin/bash\n    make\n    true\n`,
    after: `${HEAD}%help\n    Run it.\n\n%post -c /bin/bash\n    # deflint-ignore-section DF501\n    make\n    true\n`,
  },
  {
    name: "behind a #!",
    codes: ["DF502"],
    before: `${HEAD}%post\n    #!/bin/bash\n    source ./env\n    make\n`,
    after: `${HEAD}%post\n    #!/bin/bash\n    # deflint-ignore-section DF502\n    source ./env\n    make\n`,
  },
  {
    name: "before an entry of the header",
    codes: ["DF304", "DF303"],
    before: "Bootstrap: docker\nFrom: centos:7\n\n%post\n    true\n",
    after: "Bootstrap: docker\n# deflint-ignore-next-line DF303\nFrom: centos:7\n\n%post\n    true\n",
  },
  {
    name: "for the section above a text, on the line before it",
    codes: ["DF015"],
    before: `${HEAD}%environment\n    export A=1\n\n%help\n    Made for {{ SITE }}.\n`,
    after: `${HEAD}%environment\n    export A=1\n\n# deflint-ignore-section DF015\n%help\n    Made for {{ SITE }}.\n`,
  },
  {
    name: "for the file, where a text stands below a text",
    codes: ["DF015"],
    before: `${HEAD}%help\n    Text.\n\n%apphelp x\n    Made for {{ SITE }}.\n`,
    after: `# deflint-ignore-file DF015\n${HEAD}%help\n    Text.\n\n%apphelp x\n    Made for {{ SITE }}.\n`,
  },
];

describe("a comment goes", () => {
  test.each(cases)("$name", ({ codes, before, after }) => {
    const { text, kept, leftOut } = ignore(before, codes);
    expect(text).toBe(after);
    expect(kept).toEqual([]);
    expect(leftOut).toBeGreaterThan(0);
    expect(judge(text).filter(({ code }) => [...codes, "DF901", "DF903"].includes(code))).toEqual([]);
    expect(readingOf(read(text))).toBe(readingOf(read(before)));
    expect(ignore(text, codes).text).toBe(text);
  });
});

test("the reason stands in one line, whatever is in it", () => {
  const { text } = ignore(`${HEAD}%post\n    useradd app\n`, ["DF103"], "the site\n%post\u0000 {{ X }} makes\tit ");
  expect(text).toContain("    # deflint-ignore-next-line DF103 -- the site %post {{ X }} makes it\n    useradd app\n");
});

test("nothing is written behind a header value that asks for one more line", () => {
  const before = "Bootstrap: docker\nFrom: centos:7\nIncludeCmd: \\\n\n%post\n    useradd app\n";
  const { comments } = ignore(before, ["DF007", "DF303", "DF103"]);
  expect(comments.filter(({ offset }) => offset > 33 && offset <= before.indexOf("%post"))).toEqual([]);
});

test("nothing is written into a section that it would make too long", () => {
  const filler = `    # ${"x".repeat(100)}\n`.repeat(590);
  const before = `${HEAD}%environment\n    A=1\n%post\n    useradd app\n${filler}`;
  const room = 65_536 - 1 - (before.length - before.indexOf("%post"));
  const full = `${before}    # ${"y".repeat(room - 7)}\n`;
  const { text, comments } = ignore(full, ["DF103"]);
  expect(readingOf(read(text))).toBe(readingOf(read(full)));
  expect(comments.map(({ form }) => form)).toEqual(["deflint-ignore-section"]);
});

test("findings about suppressions are nobody's to leave out", () => {
  const before = `${HEAD}%post\n    # deflint-ignore-next-line DF203\n    true\n`;
  const { text, left } = ignore(before, ["DF203"]);
  expect(text).toBe(before);
  expect(left.map(({ code }) => code)).toEqual(["DF901"]);
});

test("what no comment can leave out is named", () => {
  const always: readonly Finding[] = [makeFinding(0, 1, { code: "DF099" })];
  const { text, kept } = addIgnores("\uFEFF", always, { read, lint: () => always });
  expect(text).toBe("\uFEFF");
  expect(kept).toMatchObject([
    { finding: { code: "DF099" }, reason: expect.stringContaining("no place for a comment") },
  ]);
});

test("a finding that its own comment brings back elsewhere does not go round for ever", () => {
  let calls = 0;
  const restless = (text: string): Finding[] => {
    calls += 1;
    // Moves away from every comment.
    const at = text.split("deflint-ignore").length + HEAD.length;
    return [makeFinding(at, at + 1, { code: "DF099" })];
  };
  const { kept } = addIgnores(`${HEAD}%post\n    true\n    true\n`, restless(HEAD), { read, lint: restless });
  expect(calls).toBeLessThan(40);
  expect(kept.length).toBeLessThanOrEqual(1);
});

test("one finding alone is left out by one edit", () => {
  const text = `${HEAD}%post\n    useradd app\n    useradd other\n`;
  const finding = judge(text)
    .filter(({ code }) => code === "DF103")
    .at(-1) as Finding;
  const edit = ignoreFinding(read(text), finding, { read, reason: "site" });
  const start = text.indexOf("    useradd other");
  expect(edit).toEqual({ start, end: start, text: "    # deflint-ignore-next-line DF103 -- site\n" });
});
