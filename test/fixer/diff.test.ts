import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { renderDiff } from "../../src/fixer/diff.ts";
import { makeTemporaryDirectory } from "../temporary-directory.ts";

const GIT = ["-c", "core.autocrlf=false", "-c", "core.safecrlf=false"];
const lines = (count: number, end = "\n"): string =>
  Array.from({ length: count }, (_, index) => `line ${index + 1}${end}`).join("");

/** Texts before and after, one kind of change each. */
const CHANGES: readonly (readonly [string, string, string])[] = [
  ["a change in the middle", lines(20), lines(20).replace("line 10\n", "line ten\nline ten and a half\n")],
  ["two distant changes", lines(40), lines(40).replace("line 3\n", "").replace("line 38\n", "line X\n")],
  ["an insertion at the start", lines(5), `first\n${lines(5)}`],
  ["an insertion at the end", lines(5), `${lines(5)}last\n`],
  ["no final newline before", lines(5).trimEnd(), `${lines(5)}more\n`],
  ["no final newline after", lines(5), lines(5).trimEnd()],
  ["no final newline in both, last line kept", lines(5).trimEnd(), lines(5).trimEnd().replace("line 1", "one")],
  ["no final newline in both, last line changed", lines(5).trimEnd(), `${lines(5).trimEnd()}!`],
  ["CRLF", lines(9, "\r\n"), lines(9, "\r\n").replace("line 4\r\n", "line four\r\nand more\r\n")],
  ["mixed line ends", "a\r\nb\nc\r\nd\n", "a\r\nb\nB\r\nc\r\nd\n"],
  ["a lone CR and a form feed", "a\rb\nc\fd\ne\n", "a\rb\nc\fd\nf\n"],
  ["lines that look like a diff", "--- a\n+++ b\n@@ -1 +1 @@\n\\ No\n", "--- a\n+++ b\n@@ -1 +1 @@\n\\ Yes\n- x\n"],
  ["everything gone", lines(3), ""],
  ["everything new", "", lines(3)],
  ["one line without an end", "a", "b"],
  ["wide characters", "größe 日本 🚀\nb\n", "größe 日本 🚀!\nb\n"],
];

const NAMES: readonly string[] = [
  "recipe.def",
  "deep/er/recipe.def",
  "with space.def",
  "größe 日本 🚀.def",
  'quote"d.def',
  "back\\slash.def",
  "tab\there.def",
  "-dash.def",
];

describe("renderDiff", () => {
  it("is empty for equal texts", () => expect(renderDiff("x.def", "a\n", "a\n")).toBe(""));

  it("has traditional headers", () => {
    expect(renderDiff("a b/x.def", "one\ntwo\n", "one\n2\n")).toBe(
      "--- a/a b/x.def\t\n+++ b/a b/x.def\t\n@@ -1,2 +1,2 @@\n one\n-two\n+2\n",
    );
    expect(renderDiff("ö.def", "", "a\n")).toContain('+++ "b/\\303\\266.def"\n@@ -0,0 +1 @@\n');
  });

  describe.each(["git at the root", "git in a sub-directory"] as const)("is taken by %s", (place) => {
    const directory = place === "git at the root" ? "." : "sub/directory";
    const apply = (root: string): void => {
      execFileSync("git", [...GIT, "init", "-q", root]);
      execFileSync("git", [...GIT, "apply", "--whitespace=nowarn", join(root, "mend.diff")], {
        cwd: join(root, directory),
      });
    };
    it.each(CHANGES)("%s", (_what, before, after) => checkWith(apply, directory, "recipe.def", before, after));
    it.each(NAMES)("the name %j", (name) => checkWith(apply, directory, name, lines(20), changeOne(lines(20))));
  });

  const patchIsMissing = spawnSync("patch", ["--version"]).error !== undefined;
  if (patchIsMissing) console.warn("\n!!! SKIPPED: the tests with GNU patch, because it is not installed\n");
  describe.skipIf(patchIsMissing)("is taken by patch -p1", () => {
    const apply = (root: string): void => {
      execFileSync("patch", ["-p1", "--binary", "-s", "-i", "mend.diff"], { cwd: root });
    };
    // GNU patch deletes a file that loses every line, and refuses names with a tab as dangerous.
    const changes = CHANGES.filter(([, , after]) => after !== "");
    const names = NAMES.filter((name) => !name.includes("\t"));
    it.each(changes)("%s", (_what, before, after) => checkWith(apply, ".", "recipe.def", before, after));
    it.each(names)("the name %j", (name) => checkWith(apply, ".", name, lines(20), changeOne(lines(20))));
  });
});

function changeOne(text: string): string {
  return text.replace("line 10\n", "line ten\n");
}

/** Puts a file into a directory of a fresh root, applies its diff, `mend.diff` in the root, and looks at the file. */
function checkWith(
  apply: (root: string) => void,
  directory: string,
  name: string,
  before: string,
  after: string,
): void {
  const root = makeTemporaryDirectory();
  const path = join(root, directory, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, before);
  const diff = renderDiff(name, before, after);
  writeFileSync(join(root, "mend.diff"), diff);
  apply(root);
  expect(readFileSync(path, "utf8"), diff).toBe(after);
}
