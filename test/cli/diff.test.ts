import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, realpathSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { makeTemporaryDirectory } from "../temporary-directory.ts";
import { HEAD, makeFiles, read, run } from "./capital-words.ts";

vi.mock("../../src/engine/lint.ts", () => import("./capital-words.ts"));

describe("deflint --diff", () => {
  it("prints what git apply takes, writes nothing, and exits 1", async () => {
    const cwd = makeFiles({ "d/x.def": "echo BAD RISKY\n", "y.def": "fine\n", "z.def": "LOST\n" });
    const { exitCode, stdout, stderr } = await run(cwd, "--diff", ".");
    expect(exitCode).toBe(1);
    expect(stdout.match(/^---.*$/gm)).toEqual(["--- a/d/x.def"]);
    expect(stderr).toBe("deflint: 1 more fix with --unsafe-fixes\n");
    expect(read(cwd, "d/x.def")).toBe("echo BAD RISKY\n");
    execFileSync("git", ["init", "-q", cwd]);
    execFileSync("git", ["apply"], { cwd, input: stdout });
    expect(read(cwd, "d/x.def")).toBe("echo good RISKY\n");
    expect((await run(cwd, "--diff", ".")).stdout).toBe("");
  });

  it("says what else could be mended where it mends nothing", async () => {
    const { stderr } = await run(makeFiles({ "x.def": "echo RISKY\n" }), "--diff", "x.def");
    expect(stderr).toBe("deflint: 1 fix with --unsafe-fixes\n");
  });

  it("exits 0 where there is nothing to mend, whatever was found", async () => {
    expect(await run(makeFiles({ "x.def": "LOST\n" }), "--diff", "x.def")).toMatchObject({
      exitCode: 0,
      stdout: "",
      stderr: "",
    });
  });

  it("names the file that a link stands for, once", async () => {
    const cwd = makeFiles({ "d/x.def": "BAD\n" });
    symlinkSync("d/x.def", join(cwd, "link.def"));
    const { stdout } = await run(cwd, "--diff", "link.def", "d/x.def");
    expect(stdout.match(/^---.*$/gm)).toEqual(["--- a/d/x.def"]);
  });

  it("exits 2 on trouble, after the diffs of the others", async () => {
    const { exitCode, stdout, stderr } = await run(makeFiles({ "x.def": "BAD\n" }), "--diff", "missing.def", "x.def");
    expect(exitCode).toBe(2);
    expect(stdout).toContain("+good");
    expect(stderr).toBe("deflint: missing.def: does not exist\n");
  });
});

/** Recipes of every kind and name, before and after the mend, by their paths. */
const RECIPES: Readonly<Record<string, readonly [string, string]>> = Object.fromEntries(
  [
    ["plain.def", "BAD\n"],
    ["deep/er/recipe.def", "one\nBAD\ntwo\n"],
    ["twice.def", `BAD\n${"line\n".repeat(30)}BAD\n`],
    ["crlf.def", "one\r\nBAD\r\ntwo\r\n"],
    ["mixed.def", "one\r\nBAD\ntwo\n"],
    ["no end.def", "one\nBAD"],
    ["crlf without end.def", "one\r\nBAD"],
    ["with space.def", "BAD\n"],
    ['quote"d.def', "BAD\n"],
    ["größe 日本 🚀.def", "größe BAD\n"],
    ["back\\slash.def", "BAD\n"],
    ["-dash.def", "BAD\n"],
    ["form feed.def", "\fBAD\fa\rb\n"],
    ["unchanged.def", "good\n"],
  ].map(([name = "", text = ""]) => {
    const whole = name.startsWith("crlf") ? `${HEAD.replaceAll("\n", "\r\n")}${text}` : `${HEAD}${text}`;
    return [name, [whole, whole.replaceAll("BAD", "good")]] as const;
  }),
);

/** They are taken by git alone: GNU patch calls such names dangerous. */
const NAMES_FOR_GIT = ["tab\there.def", "line\nend.def"];

function makeRecipes(more: readonly string[] = []): string {
  const directory = makeTemporaryDirectory();
  const texts = Object.entries(RECIPES).map(([name, [before]]) => [name, before] as const);
  for (const [name, text] of [...texts, ...more.map((name) => [name, `${HEAD}BAD\n`] as const)]) {
    mkdirSync(join(directory, name, ".."), { recursive: true });
    writeFileSync(join(directory, name), text);
  }
  return directory;
}

function expectTexts(directory: string, which: "before" | "after"): void {
  for (const [name, [before, after]] of Object.entries(RECIPES))
    expect(readFileSync(join(directory, name), "utf8"), name).toBe(which === "before" ? before : after);
}

const git = (cwd: string, input: string, ...words: string[]): string =>
  execFileSync("git", ["-c", "core.autocrlf=false", "-c", "core.safecrlf=false", ...words], {
    cwd,
    input,
    encoding: "utf8",
    stdio: ["pipe", "pipe", "pipe"],
  });

describe("the diff of several recipes at once", () => {
  it("is taken by git apply, with --check, forwards and backwards", async () => {
    const cwd = makeRecipes(NAMES_FOR_GIT);
    const { stdout, exitCode } = await run(cwd, "--diff", ".");
    expect(exitCode).toBe(1);
    expect(stdout.match(/^--- /gm)).toHaveLength(Object.keys(RECIPES).length - 1 + NAMES_FOR_GIT.length);
    git(cwd, "", "init", "-q");
    git(cwd, stdout, "apply", "--check");
    expectTexts(cwd, "before");
    git(cwd, stdout, "apply");
    expectTexts(cwd, "after");
    for (const name of NAMES_FOR_GIT) expect(read(cwd, name)).toBe("good\n");
    expect((await run(cwd, "--diff", ".")).stdout).toBe("");
    git(cwd, stdout, "apply", "-R");
    expectTexts(cwd, "before");
  });

  it("is taken by git apply in the sub-directory of a repository where it was made", async () => {
    const root = makeTemporaryDirectory();
    git(root, "", "init", "-q");
    const cwd = join(root, "sub dir/ö");
    cpSync(makeRecipes(NAMES_FOR_GIT), cwd, { recursive: true });
    const { stdout } = await run(cwd, "--diff", ".");
    git(cwd, stdout, "apply");
    expectTexts(cwd, "after");
    git(cwd, stdout, "apply", "-R");
    expectTexts(cwd, "before");
  });

  it("is taken by git apply --index", async () => {
    const cwd = makeRecipes(NAMES_FOR_GIT);
    git(cwd, "", "init", "-q");
    git(cwd, "", "add", ".");
    const { stdout } = await run(cwd, "--diff", ".");
    git(cwd, stdout, "apply", "--index");
    expectTexts(cwd, "after");
    expect(git(cwd, "", "diff", "--name-only")).toBe("");
  });

  const isPatchMissing = spawnSync("patch", ["--version"]).error !== undefined;
  if (isPatchMissing) console.warn("\n!!! SKIPPED: the test with GNU patch, because it is not installed\n");
  it.skipIf(isPatchMissing)("is taken by patch -p1, forwards and backwards", async () => {
    const cwd = makeRecipes();
    const { stdout } = await run(cwd, "--diff", ".");
    const patch = (...words: string[]) => execFileSync("patch", ["-p1", "-s", ...words], { cwd, input: stdout });
    patch("--dry-run");
    expectTexts(cwd, "before");
    patch();
    expectTexts(cwd, "after");
    patch("-R");
    expectTexts(cwd, "before");
  });

  it("names recipes by the directory that holds all of them, where some lie outside, and says so", async () => {
    const root = realpathSync(makeFiles({ "a.def": "BAD\n", "sub/b.def": "BAD\n", "other/c.def": "good\n" }));
    const cwd = join(root, "sub");
    const { stdout, stderr } = await run(cwd, "--diff", "../a.def", "b.def");
    expect(stdout.match(/^---.*$/gm)).toEqual(["--- a/a.def", "--- a/sub/b.def"]);
    expect(stderr).toContain(`deflint: the names in the diff start at ${root}: apply it there\n`);
    git(root, stdout, "apply");
    expect([read(root, "a.def"), read(root, "sub/b.def")]).toEqual(["good\n", "good\n"]);
    // What is not changed has no say.
    writeFileSync(join(cwd, "b.def"), `${HEAD}BAD\n`);
    const second = await run(cwd, "--diff", "../other/c.def", "b.def");
    expect(second.stdout.match(/^---.*$/gm)).toEqual(["--- a/b.def"]);
    expect(second.stderr).not.toContain("apply it there");
  });

  it("takes absolute paths and links for what they are, in their directories too", async () => {
    const root = realpathSync(makeFiles({ "real/x.def": "BAD\n", "real/y.def": "BAD\n", "z.def": "BAD\n" }));
    symlinkSync("real", join(root, "linked"));
    symlinkSync("real/x.def", join(root, "link.def"));
    const { stdout } = await run(root, "--diff", "link.def", "linked/y.def", join(root, "z.def"), "real/x.def");
    expect(stdout.match(/^---.*$/gm)).toEqual(["--- a/real/x.def", "--- a/real/y.def", "--- a/z.def"]);
    git(root, "", "init", "-q");
    git(root, stdout, "apply");
    expect([read(root, "real/x.def"), read(root, "real/y.def"), read(root, "z.def")]).toEqual(Array(3).fill("good\n"));
  });

  it("names the other directory where the working directory is a link's", async () => {
    const root = realpathSync(makeFiles({ "real/x.def": "BAD\n" }));
    symlinkSync("real", join(root, "linked"));
    const { stdout, stderr } = await run(join(root, "linked"), "--diff", "x.def");
    expect(stdout).toContain("--- a/x.def\n");
    expect(stderr).toBe("");
  });
});
