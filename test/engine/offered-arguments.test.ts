import { expect, it } from "vitest";
import { sourceFromText } from "#grammar/source.ts";
import { rules } from "#rules/index.ts";
import { lint } from "../../src/engine/lint.ts";
import { makeTarget } from "../../src/engine/target.ts";

const TEXT =
  "Bootstrap: docker\nFrom: docker.io/library/debian:{{ V }}\n%post\n    # {{ COMMENT }}\n    echo {{ W }}\n";

/** The codes about build arguments, and the message about the base, which has the value in it. */
function judge(given: Record<string, string>, offered: Record<string, string>) {
  const findings = lint(sourceFromText(TEXT), {
    rules,
    target: makeTarget("root"),
    buildArguments: new Map(Object.entries(given)),
    offeredArguments: new Map(Object.entries(offered)),
  });
  return findings.filter(({ code }) => /DF015|DF023|DF303/.test(code)).map(({ code }) => code);
}

const codes = (all: readonly string[]) => [...new Set(all)].sort();

it("gives a recipe the values that it refers to, and no others", () => {
  const missing = codes(judge({}, {}));
  expect(missing.length).toBeGreaterThan(0);
  expect(judge({}, { V: "12", W: "x", COMMENT: "c", OTHER: "o" })).toEqual([]);
  expect(codes(judge({ OTHER: "o" }, { V: "12", W: "x" }))).toEqual(["DF023"]);
});

it("lets what is given win", () => {
  expect(judge({ W: "x" }, { V: "8" })).toEqual(["DF303"]);
  expect(judge({ V: "12", W: "x" }, { V: "8" })).toEqual([]);
});
