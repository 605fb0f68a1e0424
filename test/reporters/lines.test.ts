/** The formats of one line a finding. */
import { describe, expect, it } from "vitest";
import { sourceFromText } from "#grammar/source.ts";
import { makeResult } from "../../src/engine/run.ts";
import { renderConcise } from "../../src/reporters/concise.ts";
import { renderUnix } from "../../src/reporters/unix.ts";
import { makeFinding } from "../findings.ts";
import { emptyRun, hostileFindings, hostileRun, OPTIONS, offsetOf, visibleRange } from "./hostile.ts";

const text = "%post\n    echo 🚀 $x\n";
const at = text.indexOf("$x");
const findings = [
  makeFinding(at, at + 2, {
    code: "DF101",
    name: "a-rule",
    severity: "error",
    message: "one\ntwo",
    fix: { edits: [] },
  }),
  makeFinding(at, at + 2, {
    code: "SC2086",
    name: "SC2086",
    source: "shellcheck",
    fix: { safety: "unsafe", edits: [] },
  }),
  makeFinding(at, at + 2, { severity: "info", fix: { safety: "manual", edits: [] } }),
];
const run = {
  ...hostileRun,
  files: [makeResult("a b.def", sourceFromText(text), { findings, suppressed: 1 }, { hygiene: false })],
};

describe.each([
  [
    "concise",
    () => renderConcise(hostileRun, { ...OPTIONS, quiet: true }),
    / (error|warning|info) (DF\d{3} some-rule|SC2086): /,
  ],
  ["unix", () => renderUnix(hostileRun, OPTIONS), / \[(Error|Warning|Info)\/(DF\d{3} some-rule|SC2086)\]$/],
] as const)("%s", (_name, render, rule) => {
  it("has a line a finding, whatever is in paths and messages", () => {
    const lines = render().split("\n").slice(0, -1);
    expect(lines).toHaveLength(hostileFindings.length);
    for (const [index, { source, finding }] of hostileFindings.entries()) {
      const line = lines[index] ?? "";
      expect(line).toMatch(rule);
      expect(line).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202e]|\p{Surrogate}/u);
      const [, number, column] = /:(\d+):(\d+): /.exec(line) ?? [];
      expect(offsetOf(source, Number(number), Number(column))).toBe(visibleRange(source, finding.range).start);
    }
  });
});

describe("renderConcise", () => {
  it("looks like this", () => {
    expect(renderConcise(run, OPTIONS)).toMatchInlineSnapshot(`
      "a b.def:2:13: error DF101 a-rule: one\\x0atwo [fix]
      a b.def:2:13: warning SC2086: a test says so [unsafe fix]
      a b.def:2:13: info DF999 test-rule: a test says so

      1 error, 1 warning, 1 info in 1 file
      1 fixable with --fix (--diff shows it), 1 more with --unsafe-fixes
      1 finding left out by comments of the recipes
      "
    `);
  });

  it("has neither numbers nor anything else when it is to be quiet and finds nothing", () => {
    expect(renderConcise({ ...run, files: [] }, { ...OPTIONS, quiet: true })).toBe("");
    expect(renderConcise(emptyRun, OPTIONS)).toBe("");
  });

  it("counts rules instead", () => {
    expect(renderConcise(run, { ...OPTIONS, statistics: true })).toMatchInlineSnapshot(`
      "1 DF101 a-rule (1 with --fix)
      1 DF999 test-rule
      1 SC2086 (1 with --fix --unsafe-fixes)

      1 error, 1 warning, 1 info in 1 file
      1 fixable with --fix (--diff shows it), 1 more with --unsafe-fixes
      1 finding left out by comments of the recipes
      "
    `);
  });
});

describe("renderUnix", () => {
  it("looks like this", () => {
    expect(renderUnix(run, OPTIONS)).toMatchInlineSnapshot(`
      "a b.def:2:13: one\\x0atwo [Error/DF101 a-rule]
      a b.def:2:13: a test says so [Warning/SC2086]
      a b.def:2:13: a test says so [Info/DF999 test-rule]
      "
    `);
  });
});
