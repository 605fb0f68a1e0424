import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const hooks = readFileSync(join(import.meta.dirname, "../../.pre-commit-hooks.yaml"), "utf8");
const patterns = (key: string): RegExp[] =>
  [...hooks.matchAll(new RegExp(`^  ${key}: (.*)$`, "gm"))].map(([, pattern]) => new RegExp(pattern ?? ""));

describe("pre-commit hooks", () => {
  it("are two, alike in what they take", () => {
    expect([...hooks.matchAll(/^- id: (.*)$/gm)].map(([, id]) => id)).toEqual(["deflint", "deflint-fix"]);
    for (const key of ["files", "exclude"]) expect(new Set(patterns(key).map(String)).size).toBe(1);
  });

  it.each([
    ["a.def", true],
    ["d/a.def", true],
    ["Singularity", true],
    ["d/Singularity", true],
    ["d/Singularity.gpu", true],
    ["Singularity.sif", false],
    ["d/Singularity.v1.simg", false],
    ["xSingularity", false],
    ["Singularity.d/readme", false],
    ["a.def.bak", false],
  ])("%s: %s", (path, taken) => {
    const [files] = patterns("files");
    const [exclude] = patterns("exclude");
    expect(files?.test(path) === true && exclude?.test(path) === false).toBe(taken);
  });
});
