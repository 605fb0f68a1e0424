import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { discoverRecipes, isRecipeName } from "../../src/files/discover.ts";
import { makeTree } from "../temporary-directory.ts";

describe("discoverRecipes", () => {
  it("takes files as they are given, each once, in the order given", () => {
    const root = makeTree("b.txt", "a.def");
    expect(discoverRecipes(["b.txt", "./a.def", "a.def", "missing.def"], root)).toEqual({
      paths: ["b.txt", "./a.def", "missing.def"],
      problems: [],
    });
  });

  it("searches directories, sorted, without those of tools", () => {
    const root = makeTree(
      "d/z.def",
      "d/a/Singularity",
      "d/a/Singularity.gpu",
      "d/a/Singularity.sif",
      "d/a/singularity.txt",
      "d/a/notSingularity",
      "d/.git/x.def",
      "d/node_modules/p/x.def",
      "d/.hidden/y.def",
      "d/Singularity.d/inner.def",
    );
    expect(discoverRecipes(["d"], root).paths).toEqual([
      "d/.hidden/y.def",
      "d/Singularity.d/inner.def",
      "d/a/Singularity",
      "d/a/Singularity.gpu",
      "d/z.def",
    ]);
    expect(discoverRecipes(["d/z.def", "d"], root).paths[0]).toBe("d/z.def");
    expect(discoverRecipes(["d", "d/z.def"], root).paths).toHaveLength(5);
  });

  it("follows links to files, not to directories, and keeps dangling ones", () => {
    const root = makeTree("d/real.txt", "elsewhere/x.def");
    symlinkSync("real.txt", join(root, "d/link.def"));
    symlinkSync("../elsewhere", join(root, "d/dir.def"));
    symlinkSync("..", join(root, "d/round"));
    symlinkSync("nothing", join(root, "d/dangling.def"));
    expect(discoverRecipes(["d"], root)).toEqual({ paths: ["d/dangling.def", "d/link.def"], problems: [] });
  });

  it("names a directory without recipes", () => {
    const root = makeTree("empty/readme.md", "x.def");
    expect(discoverRecipes(["empty", "x.def"], root)).toEqual({
      paths: ["x.def"],
      problems: [{ path: "empty", message: expect.stringContaining("no definition file") }],
    });
  });

  it("leaves standard input alone", () => {
    expect(discoverRecipes(["-", "-"], "/").paths).toEqual(["-"]);
  });
});

describe("isRecipeName", () => {
  it.each(["x.def", ".def", "Singularity", "Singularity.", "Singularity.a.b", "größe.def"])("takes %s", (name) =>
    expect(isRecipeName(name)).toBe(true),
  );
  it.each([
    "x.DEF",
    "Singularity.sif",
    "Singularity.SIF",
    "Singularity.v1.simg",
    "singularity",
    "xSingularity",
    "x.def.bak",
  ])("leaves %s", (name) => expect(isRecipeName(name)).toBe(false));
});
