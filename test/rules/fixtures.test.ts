/** Every rule against its fixtures: what it finds, what it says, what its fix does, and that a second fix does nothing. */
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { sourceFromText } from "#grammar/source.ts";
import { rules } from "#rules/index.ts";
import { lint } from "../../src/engine/lint.ts";
import { applyFixes, FIXTURES, type Fixture, findingsOf, fixturesOf, renderFindings } from "./fixture.ts";

/** `UPDATE_FIXTURES=1 npm test` writes what is seen; read the difference before it is committed. */
const UPDATE = process.env.UPDATE_FIXTURES === "1";

/** What only the fixer finds has its tests there. */
const judging = rules.filter(({ on }) => Object.keys(on).length > 0);

describe.each(judging.map((rule) => [rule.meta.name, rule] as const))("%s", (_name, rule) => {
  const fixtures = fixturesOf(rule);

  test.each(fixtures.map((fixture) => [fixture.name, fixture] as const))("%s", (name, fixture) => {
    const seen = renderFindings(fixture, rule);
    const { text: fixed, broken } = applyFixes(fixture.source.text, fixture, rule);
    if (UPDATE) update(fixture, seen, fixed);
    expect(seen === "", "a fixture is named silent just when it is").toBe(name.includes("silent"));
    expect(seen).toBe(existsSync(fixture.out) ? readFileSync(fixture.out, "utf8") : "");
    expect(fixed).toBe(existsSync(fixture.fixed) ? readFileSync(fixture.fixed, "utf8") : fixture.source.text);
    expect(broken, "fixes that break the recipe or quarrel").toBe(0);
    expect(applyFixes(fixed, fixture, rule).text).toBe(fixed);
  });

  test("has fixtures that hit and fixtures that stay silent", () => {
    const silent = fixtures.filter(({ name }) => name.includes("silent")).length;
    expect(silent).toBeGreaterThan(0);
    expect(fixtures.length - silent).toBeGreaterThan(0);
  });

  test("claims the kind of fix that it has", () => {
    const kinds = new Set(
      fixtures.flatMap((fixture) => findingsOf(fixture.source, fixture, rule)).map(({ fix }) => fix?.safety ?? "none"),
    );
    const strongest = ["safe", "unsafe", "manual", "none"].find((kind) => kinds.has(kind as "safe"));
    expect(rule.meta.fix).toBe(strongest);
  });
});

test("every fixture folder belongs to a rule", () => {
  const names = new Set<string>([...rules.map(({ meta }) => meta.name), "demo", "quirks", "logs"]);
  const strangers = readdirSync(FIXTURES).filter((folder) => !names.has(folder));
  expect(strangers).toEqual([]);
});

test("a finding's place and edits lie inside the text, and edits are sorted and disjoint", () => {
  for (const rule of rules) {
    for (const { source, target, buildArguments } of fixturesOf(rule)) {
      for (const { range, fix } of lint(sourceFromText(source.text), { rules, target, buildArguments })) {
        expect(range.start).toBeLessThan(range.end);
        let last = 0;
        for (const edit of [...(fix?.edits ?? []), { start: source.text.length, end: source.text.length }]) {
          expect(edit.start).toBeGreaterThanOrEqual(last);
          expect(edit.end).toBeGreaterThanOrEqual(edit.start);
          last = edit.end;
        }
      }
    }
  }
});

function update(fixture: Fixture, seen: string, fixed: string): void {
  if (seen === "") rmSync(fixture.out, { force: true });
  else writeFileSync(fixture.out, seen);
  if (fixed === fixture.source.text) rmSync(fixture.fixed, { force: true });
  else writeFileSync(fixture.fixed, fixed);
}
