import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import missingSource from "#rules/files/missing-source.ts";
import { checkFile, optionsFor } from "../../src/engine/run.ts";
import { makeTarget } from "../../src/engine/target.ts";
import { makeTemporaryDirectory } from "../temporary-directory.ts";

const RECIPE = "Bootstrap: docker\nFrom: debian:12\n\n%files\n    a.txt /opt/a\n    b.txt /opt/b\n";

function check(cwd: string, path: string) {
  const options = { rules: [missingSource], target: makeTarget("root"), cwd, hygiene: false };
  const { findings, source } = checkFile(path, optionsFor(path, options));
  return findings.map(({ range }) => source?.slice(range));
}

it("looks for the files of a recipe beside it, wherever the check is started", () => {
  const root = makeTemporaryDirectory();
  mkdirSync(join(root, "d"));
  writeFileSync(join(root, "d/x.def"), RECIPE);
  expect(check(root, "d/x.def"), "nothing is there: it is built elsewhere").toEqual([]);
  writeFileSync(join(root, "d/a.txt"), "");
  expect(check(root, "d/x.def")).toEqual(["b.txt"]);
  expect(check("/", join(root, "d/x.def"))).toEqual(["b.txt"]);
  writeFileSync(join(root, "d/b.txt"), "");
  expect(check(root, "d/x.def")).toEqual([]);
});

it("looks in the directory that the check is started in", () => {
  const root = makeTemporaryDirectory();
  mkdirSync(join(root, "d"));
  writeFileSync(join(root, "d/x.def"), RECIPE);
  writeFileSync(join(root, "a.txt"), "");
  expect(check(root, "d/x.def")).toEqual(["b.txt"]);
  expect(check(join(root, "d"), "x.def")).toEqual([]);
});
