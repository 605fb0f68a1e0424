import { describe, expect, it } from "vitest";
import { expandBraces } from "../../src/files/expand-braces.ts";
import { makeGlobMatcher } from "../../src/files/glob.ts";

const HERE = "/home/u/p";

describe("makeGlobMatcher", () => {
  it.each([
    // A name means itself at any depth, and all below it.
    [["*.def"], "/home/u/p/a.def", true],
    [["*.def"], "/home/u/p/b/c/a.def", true],
    [["old"], "/home/u/p/b/old/c/a.def", true],
    [["old"], "/home/u/p/older/a.def", false],
    [["old/"], "/home/u/p/old/a.def", true],
    [["old/"], "/home/u/p/old", false],
    [["old/"], "/home/u/p/old/", true],
    [[".*"], "/home/u/p/.hidden/a.def", true],
    [["A.def"], "/home/u/p/a.def", false],
    // A path starts at the directory.
    [["b/*.def"], "/home/u/p/b/a.def", true],
    [["b/*.def"], "/home/u/p/b/c/a.def", false],
    [["b/*.def"], "/home/u/p/c/b/a.def", false],
    [["b/**/*.def"], "/home/u/p/b/a.def", true],
    [["b/**/*.def"], "/home/u/p/b/c/d/a.def", true],
    [["**/b/a.def"], "/home/u/p/c/b/a.def", true],
    [["b/**"], "/home/u/p/b/c/a.def", true],
    [["b/**"], "/home/u/p/b/", false],
    [["/a.def"], "/home/u/p/a.def", true],
    [["/a.def"], "/home/u/p/b/a.def", false],
    [["./a.def"], "/home/u/p/b/a.def", false],
    [["/home/u/p/b"], "/home/u/p/b/a.def", true],
    [["../q/*.def"], "/home/u/q/a.def", true],
    [["../q", "b/a.def"], "/home/u/p/b/a.def", true],
    [["../q", "b/a.def"], "/home/u/b/a.def", false],
    // Characters.
    [["?.def"], "/home/u/p/ab.def", false],
    [["[ab].def"], "/home/u/p/b.def", true],
    [["[!ab].def"], "/home/u/p/b.def", false],
    [["[!ab].def"], "/home/u/p/c.def", true],
    [["*.{def,apptainer}"], "/home/u/p/b.apptainer", true],
    [["{b,c/d}/a.def"], "/home/u/p/c/d/a.def", true],
    [["\\*.def"], "/home/u/p/*.def", true],
    [["\\*.def"], "/home/u/p/a.def", false],
    [["#a"], "/home/u/p/#a", true],
    [["* (copy).def"], "/home/u/p/b/a (copy).def", true],
    [["a+b|c.def"], "/home/u/p/a+b|c.def", true],
    // Negation.
    [["*.def", "!keep.def"], "/home/u/p/b/keep.def", false],
    [["!keep.def", "*.def"], "/home/u/p/b/keep.def", true],
    [["*.def", "!{keep,stay}.def"], "/home/u/p/stay.def", false],
    [["old", "!old/keep.def"], "/home/u/p/old/keep.def", true],
    [["old/*", "!old/keep.def"], "/home/u/p/old/keep.def", false],
    [["!a.def"], "/home/u/p/a.def", false],
    // Outside: by the own name.
    [["*.def"], "/srv/a.def", true],
    [["srv"], "/srv/a.def", false],
    [["/a.def"], "/srv/a.def", false],
    [["u"], "/home/u/p/a.def", false],
    [["p"], "/home/u/p/a.def", false],
    // Nothing.
    [[], "/home/u/p/a.def", false],
    [["", "  "], "/home/u/p/a.def", false],
    [["a.def"], "/", false],
  ] as const)("%j: %s: %s", (globs, path, expected) => expect(makeGlobMatcher(globs, HERE)(path)).toBe(expected));

  it.each([
    ["/", "a.def", "/b/a.def"],
    ["/", "b/a.def", "/b/a.def"],
    ["/home/u p [1]*", "../q/a.def", "/home/q/a.def"],
    ["/home/u p [1]*", "../*/b", "/home/x/b"],
    ["/home/u p [1]*", "b/a.def", "/home/u p [1]*/b/a.def"],
  ])("from %s: %s means %s", (directory, glob, path) =>
    expect(makeGlobMatcher([glob, "../z"], directory)(path)).toBe(true),
  );
});

describe("expandBraces", () => {
  it.each([
    ["a", ["a"]],
    ["{a,b}c", ["ac", "bc"]],
    ["{a,{b,c}d}e", ["ae", "bde", "cde"]],
    ["{a,b}{c,d}", ["ac", "ad", "bc", "bd"]],
    ["{,a}b", ["b", "ab"]],
    ["{a}", ["{a}"]],
    ["{a,b", ["{a,b"]],
    ["{x{a,b}", ["{xa", "{xb"]],
    ["\\{a,b}", ["\\{a,b}"]],
    ["{a\\,b,c}", ["a\\,b", "c"]],
  ])("%s", (glob, expected) => expect(expandBraces(glob)).toEqual(expected));

  it("refuses what would fill the memory", () => {
    expect(() => expandBraces("{a,b}".repeat(40))).toThrow("more than 1000");
    expect(() => expandBraces("{a,b}".repeat(9))).not.toThrow();
    expect(() => expandBraces("a".repeat(5000))).toThrow("is longer than 4096 characters");
  });
});
