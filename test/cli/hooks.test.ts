import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { RECIPE_NAMES } from "../../src/files/recipe-names.ts";

const hooks = readFileSync(join(import.meta.dirname, "../../.pre-commit-hooks.yaml"), "utf8");
const valuesOf = (key: string): (string | undefined)[] =>
  [...hooks.matchAll(new RegExp(`^  ${key}: (.*)$`, "gm"))].map(([, value]) => value);

describe("pre-commit hooks", () => {
  it("are two, and take what deflint takes in a directory", () => {
    expect([...hooks.matchAll(/^- id: (.*)$/gm)].map(([, id]) => id)).toEqual(["deflint", "deflint-fix"]);
    expect(valuesOf("files")).toEqual([RECIPE_NAMES.files, RECIPE_NAMES.files]);
    // Python's way to write that letters may be of either case.
    expect(valuesOf("exclude")).toEqual([`(?i)${RECIPE_NAMES.exclude}`, `(?i)${RECIPE_NAMES.exclude}`]);
    expect(valuesOf("types")).toEqual(["[text]", "[text]"]);
  });

  it("leave out what is excluded, for they name every file", () => {
    for (const entry of valuesOf("entry")) expect(entry).toContain(" --force-exclude");
  });
});
