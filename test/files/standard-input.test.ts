import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { sourceFromBytes } from "#grammar/source.ts";
import { HEAD, makeFiles, run, seen } from "../cli/capital-words.ts";

let input: Buffer = Buffer.from("");

vi.mock("../../src/engine/lint.ts", () => import("../cli/capital-words.ts"));
vi.mock("../../src/files/read.ts", async (importOriginal) => {
  const original = await importOriginal<typeof import("../../src/files/read.ts")>();
  const readRecipe = (path: string) =>
    path === original.STANDARD_INPUT ? { source: sourceFromBytes(input) } : original.readRecipe(path);
  return { ...original, readRecipe };
});

const feed = (content: string | Buffer): void => {
  input = typeof content === "string" ? Buffer.from(HEAD + content) : content;
};

describe("standard input", () => {
  it("goes by its name in reports and diffs", async () => {
    feed("echo BAD\n");
    const cwd = makeFiles({});
    expect((await run(cwd, "-", "--stdin-filename", "sub/x.def")).stdout).toContain("sub/x.def:4:6: warning");
    expect((await run(cwd, "-")).stdout).toContain("-:4:6: warning");
    const diff = await run(cwd, "--diff", "-", "--stdin-filename", "sub/x.def");
    expect(diff.stdout).toContain("--- a/sub/x.def\n+++ b/sub/x.def\n");
    expect((await run(cwd, "--diff", "-")).stdout).toContain("--- a/stdin\n");
  });

  it("is mended into standard output, and the file of that name stays as it is", async () => {
    feed("echo BAD\n");
    const cwd = makeFiles({ "x.def": "echo BAD\n" });
    const { stdout, stderr, exitCode } = await run(cwd, "--fix", "-", "--stdin-filename", "x.def");
    expect({ stdout, exitCode }).toEqual({ stdout: `${HEAD}echo good\n`, exitCode: 0 });
    expect(stderr).toContain("x.def");
    expect((await run(cwd, "x.def")).exitCode).toBe(1);
  });

  it("is judged by the configuration and beside the files of its name", async () => {
    feed("echo LOST\n");
    const cwd = makeFiles({ "sub/data": "" });
    writeFileSync(join(cwd, "sub/deflint.toml"), "hygiene = true\n");
    await run(cwd, "-", "--stdin-filename", "sub/x.def");
    expect(seen.at(-1)?.target.sources?.("data")).toBe("present");
    expect(seen.at(-1)?.choice).toBeDefined();
    await run(cwd, "-");
    expect(seen.at(-1)?.target.sources?.("data")).toBe("missing");
    expect(seen.at(-1)?.choice).toBeUndefined();
  });

  it("is left alone where its name is excluded, with --force-exclude", async () => {
    feed("echo BAD\n");
    const cwd = makeFiles({});
    const named = ["-", "--stdin-filename", "old/x.def", "--exclude", "old"];
    expect((await run(cwd, ...named)).exitCode).toBe(1);
    const forced = [...named, "--force-exclude"];
    expect(await run(cwd, ...forced)).toMatchObject({ exitCode: 0, stdout: "", stderr: "" });
    expect(await run(cwd, ...forced, "--diff")).toMatchObject({ exitCode: 0, stdout: "", stderr: "" });
    expect(await run(cwd, ...forced, "--fix")).toMatchObject({
      exitCode: 0,
      stdout: `${HEAD}echo BAD\n`,
      stderr: "",
    });
  });

  it("is never replaced by something else: no definition file, no UTF-8", async () => {
    const cwd = makeFiles({});
    const windows = "LIBRARY BAD\nEXPORTS\n";
    feed(Buffer.from(windows));
    expect(await run(cwd, "--fix", "-")).toMatchObject({ exitCode: 0, stdout: windows });
    feed(Buffer.from([0x23, 0xe9, 0x0a]));
    const named = ["-", "--stdin-filename", "x.def", "--exclude", "x.def", "--force-exclude", "--fix"];
    expect(await run(cwd, ...named)).toMatchObject({
      exitCode: 2,
      stdout: "",
      stderr: expect.stringContaining("x.def: is not valid UTF-8, so it cannot be handed on"),
    });
  });
});
