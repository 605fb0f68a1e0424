/** The pages that are made from the rules: how they are written, and that those in the repository are current. */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { findWrongPages, writeDocumentation } from "../../scripts/documentation.ts";
import { docs } from "../../src/docs/index.ts";
import type { RuleDoc } from "../../src/docs/rule-doc.ts";
import { makeTemporaryDirectory } from "../temporary-directory.ts";

const ROOT = join(import.meta.dirname, "../..");

const doc: RuleDoc = {
  code: "DF910",
  name: "tidy-room",
  summary: "Tidy the room",
  why: "Dust settles. Sweep.",
  severity: "warning",
  confidence: "high",
  fix: "none",
  modes: { root: "lost" },
  since: "0.1.0",
  sources: ["house rules"],
};

test("what is made from the rules is current; `npm run docs` makes it so", () => {
  const wrong = findWrongPages(ROOT, docs).map(({ path, trouble }) => `${path} is ${trouble}: npm run docs`);
  expect(wrong).toEqual([]);
});

test("stale, missing and orphaned pages are named, and mended", () => {
  const root = makeTemporaryDirectory();
  const readme = "before\n<!-- rules: made by `npm run docs` -->\n<!-- /rules -->\nafter\n";
  writeFileSync(join(root, "README.md"), readme);
  expect(writeDocumentation(root, [doc])).toEqual(["README.md", "docs/rules/README.md", "docs/rules/tidy-room.md"]);
  expect(findWrongPages(root, [doc])).toEqual([]);
  expect(readFileSync(join(root, "README.md"), "utf8")).toContain(
    "| DF910 | [tidy-room](docs/rules/tidy-room.md) | Tidy the room |\n\n<!-- /rules -->\nafter\n",
  );
  rmSync(join(root, "docs/rules/README.md"));
  writeFileSync(join(root, "docs/rules/swept.md"), "");
  const renewed = [{ ...doc, why: "Dust settles. Sweep twice." }];
  expect(findWrongPages(root, renewed)).toEqual([
    { path: "docs/rules/README.md", trouble: "missing" },
    { path: "docs/rules/tidy-room.md", trouble: "stale" },
    { path: "docs/rules/swept.md", trouble: "orphaned" },
  ]);
  writeDocumentation(root, renewed);
  expect(findWrongPages(root, renewed)).toEqual([]);
  expect(readdirSync(join(root, "docs/rules")).sort()).toEqual(["README.md", "tidy-room.md"]);
});

test("a README without a place for the tables is refused", () => {
  const root = makeTemporaryDirectory();
  mkdirSync(join(root, "docs"));
  writeFileSync(join(root, "README.md"), "nothing\n");
  expect(() => findWrongPages(root, [doc])).toThrow("README.md has no <!-- rules");
});
