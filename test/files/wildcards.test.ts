import { describe, expect, it } from "vitest";
import { makeNameTest, makePathTest } from "../../src/files/wildcards.ts";

describe("makeNameTest", () => {
  it.each([
    ["a.def", "a.def", true],
    ["a.def", "axdef", false],
    ["", "", true],
    ["*", "", true],
    ["a*b*c", "aXbXbc", true],
    ["a*b*c", "aXcXb", false],
    ["**.def", "a.def", true],
    ["a?c", "ac", false],
    ["constructor", "constructor", true],
    ["\\*", "*", true],
    ["\\*", "a", false],
    ["a\\", "a", false],
    ["[ab]c", "bc", true],
    ["[!ab]c", "bc", false],
    ["[^ab]c", "cc", true],
    ["[]a]", "]", true],
    ["[!]a]", "]", false],
    ["[a-c]", "b", true],
    ["[c-a]", "b", false],
    ["[a-]", "-", true],
    ["[a\\]b]", "]", true],
    ["[[:digit:]x]", "7", true],
    ["[[:digit:]x]", "y", false],
    ["[[:bogus:]]", "b", false],
    ["[[:a]", ":", true],
    ["[ab", "a", false],
    ["[ab", "[ab", false],
  ])("%s and %s: %s", (pattern, name, expected) => expect(makeNameTest(pattern)(name)).toBe(expected));
});

describe("makePathTest", () => {
  it.each([
    ["a/b", "a/b", true],
    ["a/*", "a/b/c", false],
    ["**/b", "b", true],
    ["**/b", "a/c/b", true],
    ["a/**/b", "a/b", true],
    ["a/**/b", "a/c/d/b", true],
    ["a/**", "a", false],
    ["a/**", "a/b/c", true],
    ["a**/b", "ac/d/b", false],
    ["**/a/**/b/c", "x/a/b/y/b/c", true],
    ["a//b", "a/b", false],
    ["[a/b]/c", "a/c", true],
  ])("%s and %s: %s", (pattern, path, expected) => expect(makePathTest(pattern)(path.split("/"), 0)).toBe(expected));
});

describe("patterns of a stranger", () => {
  it.each([
    ["*a".repeat(100), "a".repeat(250)],
    [`${"*a*".repeat(50)}b`, "a".repeat(250)],
    ["*".repeat(100_000), "a".repeat(250)],
    ["[!b]*".repeat(100), "a".repeat(99)],
  ])("cost no time in names", { timeout: 1000 }, (pattern, name) => {
    const test = makeNameTest(pattern);
    for (let time = 0; time < 100; time++) test(name);
  });

  it.each(["**/a/".repeat(100), "**/".repeat(500), "**/*a*/".repeat(100), "a/**/".repeat(300)])(
    "cost no time in paths",
    { timeout: 1000 },
    (pattern) => {
      const test = makePathTest(`${pattern}b`);
      for (let time = 0; time < 10; time++) expect(test(Array(1000).fill("a"), 0)).toBe(false);
    },
  );
});
