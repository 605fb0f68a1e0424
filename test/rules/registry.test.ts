/** What must hold for the registry as a whole. */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { rules } from "#rules/index.ts";
import { FAMILIES, familyOf } from "../../src/docs/families.ts";

const ROOT = join(import.meta.dirname, "../..");

test("codes rise and names are used once", () => {
  const codes = rules.map(({ meta }) => meta.code);
  expect(codes).toEqual([...new Set(codes)].sort());
  expect(new Set(rules.map(({ meta }) => meta.name)).size).toBe(rules.length);
});

test.each(rules.map(({ meta }) => [meta.code, meta] as const))("%s says who it is", (code, meta) => {
  expect(code).toMatch(/^DF\d{3}$/);
  expect(meta.name).toMatch(/^[a-z]+(?:-[a-z]+)*$/);
  expect(existsSync(join(ROOT, "rules", familyOf(code).name, `${meta.name}.ts`))).toBe(true);
  expect(meta.summary.length).toBeLessThanOrEqual(72);
  expect(meta.summary).not.toMatch(/\.$/);
  const sentences = meta.why.trim().split(/(?<=[.:?])\s+(?=[A-Z`])/).length;
  expect(sentences).toBeGreaterThanOrEqual(2);
  expect(sentences).toBeLessThanOrEqual(8);
  expect(meta.sources.length).toBeGreaterThan(0);
  expect(Object.keys(meta.modes).length).toBeGreaterThan(0);
});

test("every rule file is in the registry", () => {
  const folders = FAMILIES.map(({ name }) => join(ROOT, "rules", name)).filter((folder) => existsSync(folder));
  const files = folders.flatMap((folder) => readdirSync(folder).map((file) => file.replace(/\.ts$/, "")));
  expect(files.sort()).toEqual(rules.map(({ meta }) => meta.name).sort());
});
