import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { findClosestName } from "../../src/commands/closest-name.ts";
import { explainRule } from "../../src/commands/explain.ts";
import { listRules } from "../../src/commands/rules.ts";
import { makeDocs } from "../../src/docs/from-rules.ts";
import { firstSentence } from "../../src/docs/index.ts";
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
  it.each(["DF910", "df910", "tidy-room"])("explains %s", async (name) => {
    const io = makeFakeIo("/");
    expect(await explainRule(name, io, makeTestDocs())).toBe(0);
    expect(io.written.stdout).toMatchInlineSnapshot(`
      "DF910 tidy-room
      Tidy the room

      Dust settles, e.g. on books. It makes people sneeze.

      Sweep.

      severity: warning, confidence high
      modes: root (lost), suid-fakeroot (fails)
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

  it.each([
    ["tidy-rom", "did you mean tidy-room?"],
    ["DF901", "did you mean DF910?"],
    ["something", "`deflint rules` lists them"],
  ])("helps with %s", async (name, hint) => {
    await expect(explainRule(name, makeFakeIo("/"), makeTestDocs())).rejects.toThrow(hint);
  });
});

describe("deflint rules", () => {
  it("lists one line a rule", async () => {
    const io = makeFakeIo("/");
    await listRules("text", io, makeTestDocs());
    expect(io.written.stdout).toBe("DF910  tidy-room  warning  safe    Tidy the room\n");
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
