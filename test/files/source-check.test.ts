import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { buildDirectoriesOf, makeSourceCheck } from "../../src/files/source-check.ts";
import { makeTree } from "../temporary-directory.ts";

describe("buildDirectoriesOf", () => {
  it("takes the working directory and the recipe's", () => {
    const root = makeTree("a/b/x.def");
    expect(buildDirectoriesOf("a/b/x.def", root)).toEqual([root, join(root, "a/b")]);
    expect(buildDirectoriesOf("x.def", join(root, "a/b"))).toEqual([join(root, "a/b")]);
  });

  it("goes up to the root of the repository", () => {
    const root = makeTree("a/.git/HEAD", "a/b/c/x.def");
    expect(buildDirectoriesOf("a/b/c/x.def", root)).toEqual([
      root,
      join(root, "a/b/c"),
      join(root, "a/b"),
      join(root, "a"),
    ]);
  });

  it("knows the working directory alone for standard input", () => {
    expect(buildDirectoriesOf("-", "/somewhere")).toEqual(["/somewhere"]);
  });
});

describe("makeSourceCheck", () => {
  const makeCheck = () => {
    const root = makeTree("one/a.txt", "one/d/b-1.tar.gz", "one/.hidden", "two/c[1].txt");
    symlinkSync("nothing", join(root, "one/dangling"));
    return { root, sources: makeSourceCheck([join(root, "one"), join(root, "two")]) };
  };

  it.each([
    ["a.txt", "present"],
    ["./d/", "present"],
    [".", "present"],
    ["d/b-?.tar*", "present"],
    ["*/b-[0-9].tar.gz", "present"],
    ["*/b-[!0-9].tar.gz", "missing"],
    ["c[1].txt", "missing"],
    ["c[[]1*", "present"],
    ["*[1].txt", "missing"],
    ["c?1?.tx[t]", "present"],
    ["*[1", "missing"],
    ["../one/a.txt", "present"],
    ["b.txt", "missing"],
    ["*.py", "missing"],
    ["*idden", "missing"],
    [".h*", "present"],
    ["a.txt/x", "missing"],
    ["no/*", "missing"],
    ["dangling", "missing"],
    ["{a,b}.txt", "unknown"],
  ])("%s is %s", (path, answer) => {
    expect(makeCheck().sources(path)).toBe(answer);
  });

  it("takes absolute paths as they are", () => {
    const { root, sources } = makeCheck();
    expect(sources(join(root, "one/a.txt"))).toBe("present");
    expect(sources(join(root, "three"))).toBe("missing");
  });
});
