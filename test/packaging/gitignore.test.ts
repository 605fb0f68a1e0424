import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { discoverRecipes } from "../../src/files/discover.ts";

const isMissing = spawnSync("git", ["--version"]).status !== 0;
if (isMissing)
  console.warn("\n!!! SKIPPED: the comparison with git's own reading of .gitignore, because git is not installed\n");

const DIRECTORIES = ["", "a", "a/b", "a/b/build", "c d", "c d/[q]", "k*", "#f/a", "!e", "build", "x.def", "g /a"];
const NAMES = ["x.def", "y.def", "!z.def", "#w.def", "[q].def", "ä.def", "k*.def"];
const PATTERNS = [
  ...["*.def", "x.def", "/x.def", "a/", "b", "build/", "/build", "a/*", "a/**", "**/x.def", "**", "*", "/*", "*/"],
  ...["!x.def", "!a/", "!*.def", "!*/", "!/a", "!build/", "!**/", "!", "/", "", "# x", "\\", "x.def/", "a//x.def"],
  ...["c d", "c\\ d/x.def", "\\!z.def", "\\#w.def", "#w.def", "[q].def", "\\[q\\].def", "[[]q].def", "ä*", "?.def"],
  ...["[xy].def", "[!x].def", "[a-z].def", "[[:alpha:]].def", "a/b/", "b/**/x.def", "a/x.def\r", "**/a/**", "**x.def"],
  ...["b/*/x.def", "x.de[f", "./x.def", "../x.def", "c?d/", "{x,y}.def", "a/./x.def", "k\\*.def", "x.def ", "y.def\\ "],
];

const PIECES = [
  ..."abxkä**?/!#\\ -^][",
  ..."** .def /**/ /*/ **/ [a-k] [!a-c] [^b] []a] [!]] [[:lower:]] [[:bogus:]] [a [c-a] [a-] [\\]] [/a] [b/]".split(
    " ",
  ),
];

// Two stars behind a letter, or before an escaped slash: git makes of them what its manual does not say.
const UNDOCUMENTED = /[^/]\*\*+\/|\*\*\\\//;

const patterns = fc.oneof(
  fc.constantFrom(...PATTERNS),
  fc
    .array(fc.constantFrom(...PIECES), { minLength: 1, maxLength: 7 })
    .map((pieces) => pieces.join(""))
    .filter((pattern) => !UNDOCUMENTED.test(pattern)),
);

const repositories = fc.record({
  files: fc.uniqueArray(
    fc.tuple(fc.constantFrom(...DIRECTORIES), fc.constantFrom(...NAMES)).map((parts) => join(...parts)),
    {
      minLength: 5,
      maxLength: 40,
    },
  ),
  ignored: fc.dictionary(fc.constantFrom(...DIRECTORIES), fc.array(patterns, { maxLength: 5 })),
  exclude: fc.array(patterns, { maxLength: 2 }),
});

describe.skipIf(isMissing)("what git ignores", () => {
  it("is what a search leaves out", { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(repositories, async ({ files, ignored, exclude }) => {
        const root = mkdtempSync(join(tmpdir(), "deflint-git-"));
        try {
          const git = (...args: readonly string[]) =>
            spawnSync("git", ["-c", "core.excludesFile=/dev/null", ...args], { cwd: root, encoding: "utf8" }).stdout;
          git("init", "-q", ".");
          for (const directory of DIRECTORIES) mkdirSync(join(root, directory), { recursive: true });
          for (const path of files) if (!DIRECTORIES.includes(path)) writeFileSync(join(root, path), "");
          for (const [directory, lines] of Object.entries(ignored))
            writeFileSync(join(root, directory, ".gitignore"), lines.join("\n"));
          writeFileSync(join(root, ".git/info/exclude"), exclude.join("\n"));
          const listed = git("ls-files", "-z", "--others", "--exclude-standard").split("\0");
          const { paths } = await discoverRecipes(["."], { cwd: root });
          expect([...paths].sort()).toEqual(listed.filter((path) => path.endsWith(".def")).sort());
        } finally {
          rmSync(root, { recursive: true });
        }
      }),
      { numRuns: 60 },
    );
  });
});
