import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { findClosestName } from "#rules/knowledge/closest-name.ts";
import { explainRule } from "../../src/commands/explain.ts";
import { listRules } from "../../src/commands/rules.ts";
import { makeDocs } from "../../src/docs/from-rules.ts";
import { firstSentence } from "../../src/docs/index.ts";
import type { RuleDoc } from "../../src/docs/rule-doc.ts";
import { makeFakeIo } from "../fake-io.ts";
import { makeTemporaryDirectory } from "../temporary-directory.ts";

const meta = {
  code: "DF910",
  name: "tidy-room",
  summary: "Tidy the room",
  why: "Dust settles, e.g. on books. It makes people sneeze.\n\nSweep.",
  severity: "warning",
  confidence: "high",
  fix: "safe",
  modes: { root: "lost", "suid-fakeroot": "fails" },
  since: "0.1.0",
  sources: ["house rules"],
} as const;

function makeTestDocs() {
  const fixtures = makeTemporaryDirectory();
  mkdirSync(join(fixtures, "tidy-room"));
  writeFileSync(join(fixtures, "tidy-room/01-silent.def"), "silent\n");
  writeFileSync(join(fixtures, "tidy-room/02-hit.def"), "before\n");
  writeFileSync(join(fixtures, "tidy-room/02-hit.fixed.def"), "after\n");
  return makeDocs([{ meta, on: {} }], fixtures);
}

describe("deflint explain", () => {
  it.each(["DF910", "df910", "tidy-room", "tidy"])("explains %s", async (name) => {
    const io = makeFakeIo("/");
    expect(await explainRule(name, io, { docs: makeTestDocs() })).toBe(0);
    expect(io.written.stdout).toMatchInlineSnapshot(`
      "DF910 tidy-room
      Tidy the room

      Dust settles, e.g. on books. It makes people sneeze.

      Sweep.

      severity: warning, confidence high
      modes: suid-fakeroot (the build fails); root (something is lost, and nothing says so)
      fix: safe (--fix)
      since: 0.1.0

      Example
          before

      After the fix
          after

      Sources
        house rules
      "
    `);
  });

  it("says what its fixtures show, and cuts what is long", async () => {
    const [doc] = makeTestDocs();
    const modes = { root: "lost", subuid: "lost", userns: "lost" } as const;
    const long = Array.from({ length: 27 }, (_, line) => `line ${line + 1}`).join("\n");
    const rule = {
      ...(doc as RuleDoc),
      why: "Say `dust`.",
      modes: { ...modes, "userns-fakeroot": "lost", "suid-fakeroot": "lost", proot: "lost" },
      severities: ["error", "warning", "info"],
      example: { before: long, after: long },
    } satisfies RuleDoc;
    const io = makeFakeIo("/");
    await explainRule("tidy", io, { docs: [rule] });
    expect(io.written.stdout).toContain("\nSay dust.\n");
    expect(io.written.stdout).toContain("severity: error where proven, else warning or info, confidence high\n");
    expect(io.written.stdout).toContain("modes: all (something is lost, and nothing says so)\n");
    expect(io.written.stdout).toContain("    line 25\n    ... 2 lines more\n\nAfter the fix\n");
    expect(io.written.stdout).toContain("    line 25\n    ... 2 lines more: deflint --diff\n");
    await expect(explainRule("ti", io, { docs: [rule, { ...rule, name: "tile-floor" }] })).rejects.toThrow(
      "ti may be tidy-room or tile-floor",
    );
  });

  it("learns the severities from the fixtures", () => {
    const fixtures = makeTemporaryDirectory();
    mkdirSync(join(fixtures, "tidy-room"));
    writeFileSync(join(fixtures, "tidy-room/01-a.def"), "");
    writeFileSync(join(fixtures, "tidy-room/01-a.out"), "01-a.def:1:1: info DF910 tidy-room: x\n");
    const [one] = makeDocs([{ meta, on: {} }], fixtures);
    expect(one?.severities).toBeUndefined();
    writeFileSync(join(fixtures, "tidy-room/02-b.out"), "\n02-b.def:3:1: error DF910 tidy-room: x\n");
    const [two] = makeDocs([{ meta, on: {} }], fixtures);
    expect(two?.severities).toEqual(["error", "info"]);
  });

  it("says what the rule says of the example, whose settings it leaves out", () => {
    const fixtures = makeTemporaryDirectory();
    mkdirSync(join(fixtures, "tidy-room"));
    const write = (name: string, text: string) => writeFileSync(join(fixtures, "tidy-room", name), text);
    write("01-hit.def", "# deflint-test: --mode root\ndust\n");
    write("01-hit.fixed.def", "# deflint-test: --mode root\n\n");
    write("01-hit.out", "01-hit.def:2:1: warning DF910 tidy-room: Dust: sweep.\n2 | dust\n  | ^\n");
    expect(makeDocs([{ meta, on: {} }], fixtures)[0]?.example).toEqual({
      before: "dust\n",
      after: "\n",
      findings: [{ line: 1, severity: "warning", message: "Dust: sweep." }],
    });
  });

  it("gives the rule as JSON", async () => {
    const io = makeFakeIo("/");
    await explainRule("tidy-room", io, { docs: makeTestDocs(), format: "json" });
    expect(JSON.parse(io.written.stdout)).toEqual({ version: 1, rule: makeTestDocs()[0] });
  });

  it("makes a page of it, that is safe to look at", async () => {
    const [doc] = makeTestDocs();
    const rule = {
      ...(doc as RuleDoc),
      summary: "Sweep __all__ *.dust in <room>, `*` too",
      supersedes: ["DF911", "DF912"],
      severities: ["error", "info"],
      example: {
        before: "\ufeffdust\r\n```\n",
        findings: [{ line: 1, severity: "error", message: "A * lies here." }],
      },
    } satisfies RuleDoc;
    const io = makeFakeIo("/");
    await explainRule("DF910", io, { docs: [rule, { ...rule, code: "DF911", name: "dust" }], format: "markdown" });
    expect(io.written.stdout).toMatchInlineSnapshot(`
      "# DF910 tidy-room

      **Sweep \\_\\_all\\_\\_ \\*.dust in \\<room>, \`*\` too.**

      Dust settles, e.g. on books. It makes people sneeze.

      Sweep.

      | | |
      |---|---|
      | severity | error where proven, else info, confidence high |
      | fix | safe: \`deflint --fix\` |
      | says more than | [DF911 dust](dust.md), DF912 |
      | since | 0.1.0 |

      ## Modes

      | mode | what happens |
      |---|---|
      | \`suid-fakeroot\` | the build fails |
      | \`root\` | something is lost, and nothing says so |

      ## Example

      \`\`\`\`
      \\ufeffdust
      \`\`\`
      \`\`\`\`

      - Line 1, **error**: A \\* lies here.

      ## Sources

      - house rules
      "
    `);
  });

  it.each([
    ["tidy-rom", "did you mean tidy-room?"],
    ["DF901", "did you mean DF910?"],
    ["something", "`deflint rules` lists them"],
  ])("helps with %s", async (name, hint) => {
    await expect(explainRule(name, makeFakeIo("/"), { docs: makeTestDocs() })).rejects.toThrow(hint);
  });
});

describe("deflint rules", () => {
  it("lists one line a rule", async () => {
    const io = makeFakeIo("/");
    await listRules("text", io, makeTestDocs());
    expect(io.written.stdout).toBe(
      "code   name       severity  fix     summary\nDF910  tidy-room  warning   safe    Tidy the room\n",
    );
  });

  it("makes a table a family", async () => {
    const io = makeFakeIo("/");
    const [doc] = makeTestDocs() as [RuleDoc];
    const hygienic = { ...doc, code: "DF123", name: "dust", summary: "a | b", group: "hygiene" } satisfies RuleDoc;
    await listRules("markdown", io, [hygienic, doc]);
    expect(io.written.stdout).toMatchInlineSnapshot(`
      "## Fakeroot: what fails or is lost where root is only pretended

      | code | name | what it asks for | severity | fix | modes |
      |---|---|---|---|---|---|
      | DF123 | dust | a \\| b | warning (hygiene) | safe | suid-fakeroot, root |

      ## deflint: suppressions and settings

      | code | name | what it asks for | severity | fix | modes |
      |---|---|---|---|---|---|
      | DF910 | tidy-room | Tidy the room | warning | safe | suid-fakeroot, root |
      "
    `);
  });

  it("gives all that is known as JSON", async () => {
    const io = makeFakeIo("/");
    await listRules("json", io, makeTestDocs());
    expect(JSON.parse(io.written.stdout)).toEqual({
      version: 1,
      rules: [{ ...meta, example: { before: "before\n", after: "after\n" } }],
    });
  });
});

describe("firstSentence", () => {
  it.each([
    [meta.why, "Dust settles, e.g. on books."],
    ["One only", "One only"],
    ["Version 1.2 is out. Take it.", "Version 1.2 is out."],
  ])("%j", (text, sentence) => expect(firstSentence(text)).toBe(sentence));
});

describe("findClosestName", () => {
  it.each([
    ["dnf", ["apt", "dnff"], "dnff"],
    ["DF110", ["DF101", "DF999"], "DF101"],
    ["entirely-else", ["tidy-room"], undefined],
    ["x", [], undefined],
  ])("%s of %j", (name, candidates, closest) => expect(findClosestName(name, candidates)).toBe(closest));
});
