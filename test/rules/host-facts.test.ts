/** Rules that say that they need facts of a host, held to the truth. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Rule, Target } from "#rules/define-rule.ts";
import { rules } from "#rules/index.ts";
import { FAMILIES, familyOf } from "../../src/docs/families.ts";
import { type Fixture, findingsOf, fixturesOf } from "./fixture.ts";

/** What one run may know of a host or a site and another not; `building` is a fact of the run. */
const FACTS = [
  "engineVersion",
  "hostGlibc",
  "tmpBytes",
  "runtimeBinds",
  "arch",
  "building",
  "acceptsSyntax",
  "sources",
  "trustedRegistries",
  "requiredLabels",
] as const satisfies readonly (keyof Target)[];

const judging = rules.filter(({ on }) => Object.keys(on).length > 0);

/** The facts without which a fixture's findings are others, by their places. */
function factsThatCount(rule: Rule, fixture: Fixture): string[] {
  const placesFor = (target: Target) =>
    JSON.stringify(
      findingsOf(fixture.source, { ...fixture, target }, rule).map(({ range: { start, end } }) => [start, end]),
    );
  const known = placesFor(fixture.target);
  return FACTS.filter((fact) => {
    if (fixture.target[fact] === undefined) return false;
    const { [fact]: _dropped, ...target } = fixture.target;
    return placesFor(target) !== known;
  });
}

test.each(judging.map((rule) => [rule.meta.name, rule] as const))(
  "%s needs a host just when it says so",
  (_name, rule) => {
    const facts = new Set(fixturesOf(rule).flatMap((fixture) => factsThatCount(rule, fixture)));
    expect(facts.size > 0 ? "host" : undefined, [...facts].join(", ")).toBe(rule.meta.needs);
  },
);

test("a rule whose source asks for a fact has a fixture that knows it", () => {
  const path = (rule: Rule) =>
    join(import.meta.dirname, "../../rules", familyOf(rule.meta.code).name, `${rule.meta.name}.ts`);
  const blind = judging.flatMap((rule) => {
    const source = readFileSync(path(rule), "utf8");
    const asked = FACTS.filter((fact) =>
      new RegExp(`\\b(?:target\\.${fact}\\b|\\{[^}]*\\b${fact}\\b[^}]*\\}: Target)`).test(source),
    );
    const known = new Set(fixturesOf(rule).flatMap(({ target }) => FACTS.filter((fact) => target[fact] !== undefined)));
    return asked.filter((fact) => !known.has(fact)).map((fact) => `${rule.meta.code} ${fact}`);
  });
  expect(blind).toEqual([]);
});

test("the families are words that no suppression takes", async () => {
  const { default: rule } = await import("#rules/deflint/unknown-rule-in-suppression.ts");
  const words = [...FAMILIES.flatMap(({ name }, digit) => [name, `DF${digit}`]), "hygiene", "all", "DF", "SC2"];
  for (const text of words) {
    const use = {
      form: { start: 0, end: 1, text: "deflint-ignore-file" },
      comment: { start: 0, end: 1 },
      rules: [{ start: 0, end: 1, text }],
      states: ["unknown"],
      known: [],
      hasReason: true,
      covers: undefined,
      coversShell: false,
      partner: undefined,
      mayEndAnother: false,
    } as const;
    const [draft] = rule.on.suppression?.(use, {} as never) ?? [];
    expect(draft?.message).toContain("stands for many rules");
  }
});
