/** Apptainer's own parser and deflint read every recipe alike. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { describe, expect, test } from "vitest";
import { askApptainer } from "#grammar/apptainer-build.ts";
import { parse } from "#grammar/index.ts";
import { CORPUS, hasCorpus, recipesIn } from "./corpus.ts";

const FOLDERS = [
  ["recipes", "reference"],
  ["quirks", "quirks"],
  ["apptainer-testdata", "apptainer-testdata"],
] as const;

/** The texts of errors are free, the number of build errors counts. */
function comparable(answer: Record<string, unknown>): unknown {
  const { error: _error, build, ...rest } = answer;
  if (typeof build !== "object" || build === null) return rest;
  const { error: _text, buildErrors, ...build2 } = build as Record<string, unknown>;
  return { ...rest, build: { ...build2, buildErrors: Array.isArray(buildErrors) ? buildErrors.length : 0 } };
}

describe.skipIf(!hasCorpus)("agreement with Apptainer", () => {
  test.each(FOLDERS)("%s", (recipes, reference) => {
    const files = recipesIn(recipes);
    const different = files.flatMap(({ name, source }) => {
      const path = join(CORPUS, reference, name.replace(/\.def$/, ".json"));
      const expected = comparable(JSON.parse(readFileSync(path, "utf8")));
      const answer = askApptainer(parse(source), new Map());
      const seen = comparable(JSON.parse(JSON.stringify(answer)));
      return isDeepStrictEqual(seen, expected) ? [] : [name];
    });
    expect(different).toEqual([]);
    expect(files.length).toBeGreaterThan(20);
  });
});
