import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { makeFiles, run } from "../cli/capital-words.ts";

vi.mock("../../src/engine/lint.ts", () => import("../cli/capital-words.ts"));

const WINDOWS = Buffer.from("LIBRARY fft\nEXPORTS\n    fft_plan\n");

const pathsOf = async (cwd: string, ...argv: readonly string[]) => {
  const { stdout, stderr, exitCode } = await run(cwd, "--format", "json", ...argv);
  const { files } = JSON.parse(stdout) as { files: { path: string }[] };
  return { exitCode, stderr, paths: files.map(({ path }) => path) };
};

describe("the choice of files", () => {
  it("takes globs and leaves out what is excluded, relative to the working directory", async () => {
    const cwd = makeFiles({ "a.def": "", "old/b.def": "", "c/old.def": "", "c/d.def": "" });
    expect(await pathsOf(cwd, "--exclude", "/old", "--exclude", "d.*", ".")).toEqual({
      exitCode: 0,
      stderr: "",
      paths: ["a.def", "c/old.def"],
    });
    expect((await pathsOf(join(cwd, "c"), "--exclude", "../old", "..")).paths).toHaveLength(3);
    expect((await pathsOf(cwd, "c/*.def", "a.def")).paths).toEqual(["c/d.def", "c/old.def", "a.def"]);
  });

  it("takes what is named, with --force-exclude only what is not excluded", async () => {
    const cwd = makeFiles({ "a.def": "LOST\n", "b.def": "" });
    expect((await pathsOf(cwd, "--exclude", "a.def", "a.def")).exitCode).toBe(1);
    const forced = ["--exclude", "a.def", "--force-exclude"];
    expect(await pathsOf(cwd, ...forced, "a.def", "b.def")).toEqual({ exitCode: 0, stderr: "", paths: ["b.def"] });
    expect(await pathsOf(cwd, ...forced, "a.def")).toEqual({ exitCode: 0, stderr: "", paths: [] });
  });

  it("follows the configuration nearest to what it meets", async () => {
    const cwd = makeFiles({ "a.def": "", "old/b.def": "", "sub/a.def": "", "sub/old/c.def": "" });
    writeFileSync(join(cwd, "deflint.toml"), 'exclude = ["old", "/a.def"]\n');
    writeFileSync(join(cwd, "sub/deflint.toml"), 'exclude = ["*.nothing"]\n');
    expect((await pathsOf(cwd, ".")).paths).toEqual(["sub/a.def", "sub/old/c.def"]);
    expect((await pathsOf(cwd, "--force-exclude", "old/b.def", "sub/a.def")).paths).toEqual(["sub/a.def"]);
    expect((await pathsOf(cwd, "--isolated", ".")).paths).toHaveLength(4);
  });

  it("leaves out what git ignores, unless told otherwise", async () => {
    const cwd = makeFiles({ "a.def": "", "b.def": "", ".gitignore": Buffer.from("b.def\n") });
    mkdirSync(join(cwd, ".git"));
    expect((await pathsOf(cwd, ".")).paths).toEqual(["a.def"]);
    expect((await pathsOf(cwd, "--no-gitignore", ".")).paths).toEqual(["a.def", "b.def"]);
  });

  it("fails for a glob that matches nothing, in one line", async () => {
    const { exitCode, stderr } = await run(makeFiles({ "a.def": "" }), "*.nothing");
    expect({ exitCode, stderr }).toEqual({
      exitCode: 2,
      stderr: "deflint: *.nothing: is no file, and as a glob matches none\n",
    });
    const braces = await run(makeFiles({}), "--exclude", "{a,b}".repeat(30), ".");
    expect(braces.exitCode).toBe(2);
    expect(braces.stderr).toContain("more than 1000");
  });
});

describe("files that are no definition files", () => {
  it("are skipped with a note, found or named, and fail nothing", async () => {
    const cwd = makeFiles({ "a.def": "", "win.def": WINDOWS });
    for (const given of [".", "win.def"]) {
      const { exitCode, stdout, stderr } = await run(cwd, given);
      expect(exitCode).toBe(0);
      expect(stdout + stderr).toContain("1 file skipped: win.def is a module definition of Windows");
    }
    expect(await pathsOf(cwd, ".")).toEqual({
      exitCode: 0,
      stderr: expect.stringContaining("win.def is a module definition of Windows"),
      paths: ["a.def"],
    });
  });

  it("are not spoken of with --quiet, and not mended", async () => {
    const cwd = makeFiles({ "win.def": Buffer.from("LIBRARY BAD\nEXPORTS\n") });
    expect(await run(cwd, "--quiet", ".")).toMatchObject({ exitCode: 0, stdout: "", stderr: "" });
    expect(await run(cwd, "--fix", "--quiet", ".")).toMatchObject({ exitCode: 0, stdout: "", stderr: "" });
    const { exitCode, stdout, stderr } = await run(cwd, "--diff", ".");
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: "" });
    expect(stderr).toContain("skipped");
  });

  it("are read by parse where they are named", async () => {
    const cwd = makeFiles({ "a.def": "echo\n", "win.def": WINDOWS });
    const { stdout, stderr, exitCode } = await run(cwd, "parse", ".");
    expect({ exitCode, stderr }).toMatchObject({
      exitCode: 0,
      stderr: expect.stringContaining("win.def: skipped: is"),
    });
    expect(stdout).not.toContain("win.def");
    expect((await run(cwd, "parse", "win.def")).stdout).toContain("win.def");
  });
});

describe("standard input", () => {
  it("has a name only where it is read", async () => {
    const { exitCode, stderr } = await run(makeFiles({ "a.def": "" }), "--stdin-filename", "x.def", "a.def");
    expect(exitCode).toBe(2);
    expect(stderr).toBe("deflint: --stdin-filename names what is read for -, and no - is given\n");
  });
});
