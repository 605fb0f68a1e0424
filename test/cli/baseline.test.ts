import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { HEAD, makeFiles, read, run } from "./capital-words.ts";

vi.mock("../../src/engine/lint.ts", () => import("./capital-words.ts"));

const FILE = "known.toml";

function write(cwd: string, name: string, text: string): void {
  writeFileSync(join(cwd, name), `${HEAD}${text}`);
}

/** Recipes whose findings are all known. */
async function makeKnown(files: Readonly<Record<string, string>>, ...more: readonly string[]): Promise<string> {
  const cwd = makeFiles(files);
  expect((await run(cwd, "--write-baseline", FILE, ...more, ".")).exitCode).toBe(0);
  return cwd;
}

describe("deflint --write-baseline", () => {
  it("lists what is shown, a finding a line, in an order that reviews like", async () => {
    const cwd = makeFiles({ "b.def": "echo LOST\necho BAD\n", "a/x.def": 'echo "LOST\t\\" \u202e\necho DIRTY\n' });
    const { stdout, stderr, exitCode } = await run(cwd, "--write-baseline", FILE, ".");
    expect(readFileSync(join(cwd, FILE), "utf8").replace(/[0-9a-f]{32}/g, "KEY")).toBe(
      [
        "# deflint baseline: findings that were there when it was written. --baseline leaves them out and fails on new ones.",
        "# The lines may stand in any order: after a merge keep those of both sides.",
        "version = 1",
        'modes = ["suid-fakeroot"]',
        "findings = [",
        String.raw`  { path = "a/x.def", code = "DF995", text = "echo \"LOST \\\" \u202e", key = "KEY" },`,
        '  { path = "b.def", code = "DF991", text = "echo BAD", key = "KEY" },',
        '  { path = "b.def", code = "DF995", text = "echo LOST", key = "KEY" },',
        "]",
        "",
      ].join("\n"),
    );
    expect(stderr).toBe("deflint: known.toml lists 3 findings; --baseline known.toml leaves them out\n");
    expect(stdout).toContain("nothing found in 2 files\n");
    expect(stdout).toContain("3 known findings left out by the baseline\n");
    expect(exitCode).toBe(0);
  });

  it("lists hygiene notes where they are shown", async () => {
    const cwd = await makeKnown({ "x.def": "DIRTY\n" }, "--hygiene");
    expect(readFileSync(join(cwd, FILE), "utf8")).toContain('code = "DF994"');
    expect((await run(cwd, "--baseline", FILE, "x.def")).stdout).not.toContain("hygiene note");
  });

  it("writes over an older one, through a link, and leaves one alone that says the same", async () => {
    const cwd = await makeKnown({ "x.def": "LOST\n" });
    const { mtimeMs, ino } = statSync(join(cwd, FILE));
    symlinkSync(FILE, join(cwd, "link.toml"));
    await run(cwd, "--write-baseline", "link.toml", ".");
    expect(statSync(join(cwd, FILE))).toMatchObject({ mtimeMs, ino });
    write(cwd, "x.def", "BAD\n");
    await run(cwd, "--write-baseline", "link.toml", ".");
    expect(readFileSync(join(cwd, FILE), "utf8")).toContain("DF991");
    expect(readdirSync(cwd).sort()).toEqual([FILE, "link.toml", "x.def"]);
  });

  it("never writes over a recipe", async () => {
    const cwd = makeFiles({ "x.def": "LOST\n" });
    const { exitCode, stderr } = await run(cwd, "--write-baseline", "x.def", ".");
    expect({ exitCode, stderr }).toEqual({
      exitCode: 2,
      stderr: "deflint: x.def is no baseline, so it is not written over: give another name\n",
    });
    expect(read(cwd, "x.def")).toBe("LOST\n");
  });

  it("lists what fixes leave", async () => {
    const cwd = await makeKnown({ "x.def": "LOST BAD\n" }, "--fix");
    expect(readFileSync(join(cwd, FILE), "utf8")).not.toContain("DF991");
    expect((await run(cwd, "--baseline", FILE, ".")).exitCode).toBe(0);
  });

  it("says where it cannot write", async () => {
    const cwd = makeFiles({ "x.def": "LOST\n" });
    expect(await run(cwd, "--write-baseline", "no/where.toml", ".")).toMatchObject({
      exitCode: 2,
      stderr: "deflint: no/where.toml cannot be written: no such file\n",
    });
  });
});

describe("deflint --baseline", () => {
  it.each([
    ["as it was", "echo\necho LOST one\n", 0],
    ["moved", "# more\n\n\necho\n\techo LOST one\r\n", 0],
    ["beside a new one", "echo\necho LOST one\necho LOST\n", 1],
    ["in a line that was changed", "echo\necho LOST two\n", 1],
    ["twice as often", "echo\necho LOST one\necho LOST one\n", 1],
  ])("knows a finding: %s", async (_what, text, exitCode) => {
    const cwd = await makeKnown({ "x.def": "echo\necho LOST one\n" });
    write(cwd, "x.def", text);
    const { stdout, ...outcome } = await run(cwd, "--baseline", FILE, ".");
    expect(outcome.exitCode).toBe(exitCode);
    expect(stdout.match(/DF995/g)?.length ?? 0).toBe(exitCode);
  });

  it("is in force in every format", async () => {
    const cwd = await makeKnown({ "x.def": "LOST\n" });
    write(cwd, "x.def", "LOST\nBAD\n");
    const { stdout } = await run(cwd, "--baseline", FILE, "--format", "json", ".");
    expect(JSON.parse(stdout)).toMatchObject({
      files: [{ findings: [{ code: "DF991" }] }],
      summary: { warnings: 1, known: 1 },
    });
  });

  it("names files by where the baseline is, wherever deflint runs and whatever links lead there", async () => {
    const cwd = await makeKnown({ "d/x.def": "LOST\n" });
    symlinkSync(cwd, join(cwd, "link"));
    mkdirSync(join(cwd, "e"));
    symlinkSync(`../${FILE}`, join(cwd, "e/linked.toml"));
    for (const [directory, ...words] of [
      [".", "e/linked.toml", "."],
      ["d", "../known.toml", "x.def"],
      [".", "link/known.toml", "d/x.def"],
      [".", FILE, "link/d/x.def"],
      [".", join(cwd, FILE), join(cwd, "link/d/x.def")],
    ] as const)
      expect((await run(join(cwd, directory), "--baseline", ...words)).exitCode).toBe(0);
    expect((await run(cwd, "--baseline", FILE, "d/x.def")).stderr).toBe("");
  });

  it("keeps the other of two alike findings when one is mended, and tells of the stale entry", async () => {
    const cwd = await makeKnown({ "x.def": "LOST\nLOST\n" });
    write(cwd, "x.def", "LOST\n");
    const { stdout, stderr, exitCode } = await run(cwd, "--baseline", FILE, ".");
    expect({ stderr, exitCode }).toEqual({
      stderr: "deflint: 1 entry of known.toml is found no more; --prune drops it\n",
      exitCode: 1,
    });
    expect(stdout).toContain("nothing found");
  });

  it("mends known findings too, which makes their entries stale", async () => {
    const cwd = await makeKnown({ "x.def": "BAD\nLOST\n" });
    const { exitCode, stderr } = await run(cwd, "--fix", "--baseline", FILE, ".");
    expect(read(cwd, "x.def")).toBe("good\nLOST\n");
    expect(stderr).toContain("1 entry");
    expect(exitCode).toBe(1);
    expect((await run(cwd, "--fix", "--prune", "--baseline", FILE, ".")).exitCode).toBe(0);
  });

  it("shows known fixes in a diff", async () => {
    const cwd = await makeKnown({ "x.def": "BAD\n" });
    expect((await run(cwd, "--diff", "--baseline", FILE, ".")).stdout).toContain("+good");
  });

  it.each([
    ["that is not there", undefined, /^deflint: known.toml cannot be read: no such file\n$/],
    ["that is no TOML", "version = \n", /^deflint: known.toml:1:\d+: [^\n]+\n$/],
    ["that is none", "mode = 'root'\n", /^deflint: known.toml is no baseline: it has no version; [^\n]+\n$/],
    ["of the future", "version = 2\nfindings = {}\n", /^deflint: known.toml is of version 2; [^\n]+\n$/],
    [
      "with a wrong entry",
      "version = 1\nmodes = []\nfindings = [\n{ path = 'x' },\n]\n",
      /^deflint: known.toml:4: [^\n]+\n$/,
    ],
    [
      "in a merge",
      "version = 1\nfindings = [\n<<<<<<< HEAD\n",
      /^deflint: known.toml has the marks of a merge[^\n]+\n$/,
    ],
  ])("refuses a file %s", async (_what, text, message) => {
    const cwd = makeFiles({ "x.def": "LOST\n" });
    if (text !== undefined) writeFileSync(join(cwd, FILE), text);
    const { exitCode, stdout, stderr } = await run(cwd, "--baseline", FILE, ".");
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
    expect(stderr).toMatch(message);
  });

  it.each([
    [["--baseline", FILE, "--write-baseline", FILE], "give one of them"],
    [["--prune"], "give it too, as --baseline FILE"],
    [["--diff", "--write-baseline", FILE], "--write-baseline writes and --diff does not"],
    [["--diff", "--prune", "--baseline", FILE], "--prune writes and --diff does not"],
  ])("refuses %j", async (words, message) => {
    const { exitCode, stderr } = await run(makeFiles({ "x.def": "LOST\n" }), ...words, ".");
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/^deflint: [^\n]+\n$/);
    expect(stderr).toContain(message);
  });
});

describe("stale entries", () => {
  async function makeStale(): Promise<string> {
    const cwd = await makeKnown({ "x.def": "LOST\n", "d/y.def": "LOST\nBAD\n" });
    write(cwd, "x.def", "echo\n");
    return cwd;
  }

  it("are dropped by --prune, and nothing else is", async () => {
    const cwd = await makeStale();
    const before = readFileSync(join(cwd, FILE), "utf8");
    const { exitCode, stderr } = await run(cwd, "--baseline", FILE, "--prune", ".");
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "deflint: 1 entry dropped from known.toml\n" });
    const after = readFileSync(join(cwd, FILE), "utf8");
    expect(after).toBe(before.replace(/^.*"x\.def".*\n/m, ""));
    expect(await run(cwd, "--baseline", FILE, "--quiet", "--prune", ".")).toMatchObject({ exitCode: 0, stderr: "" });
  });

  it("fail with --quiet too", async () => {
    expect(await run(await makeStale(), "--baseline", FILE, "--quiet", ".")).toMatchObject({ exitCode: 1, stdout: "" });
  });

  it("are none in a mode that the list was not written for", async () => {
    const cwd = await makeStale();
    expect(await run(cwd, "--baseline", FILE, "--mode", "root", ".")).toMatchObject({ exitCode: 0, stderr: "" });
    await run(cwd, "--baseline", FILE, "--mode", "root", "--prune", ".");
    expect((await run(cwd, "--baseline", FILE, ".")).exitCode).toBe(1);
  });

  it("are none of files that were not checked, or could not be", async () => {
    const cwd = await makeStale();
    expect((await run(cwd, "--baseline", FILE, "d")).exitCode).toBe(0);
    rmSync(join(cwd, "d/y.def"));
    mkdirSync(join(cwd, "d/y.def"));
    expect((await run(cwd, "--baseline", FILE, "d/y.def", "d/z.def")).stderr).not.toContain("entries");
  });

  it("are those of files that are gone from where was searched", async () => {
    const cwd = await makeKnown({ "x.def": "LOST\n", "d/y.def": "LOST\nBAD\n", "d/z.def": "LOST\n" });
    renameSync(join(cwd, "d/y.def"), join(cwd, "y.txt"));
    expect(await run(cwd, "--baseline", FILE, "x.def")).toMatchObject({ exitCode: 0, stderr: "" });
    for (const searched of ["d", "."]) {
      expect((await run(cwd, "--baseline", FILE, searched)).stderr).toBe(
        "deflint: 2 entries of known.toml are found no more; --prune drops them\n",
      );
    }
  });

  it("stay in the file where the rest fails", async () => {
    const cwd = await makeStale();
    write(cwd, "new.def", "LOST\n");
    expect((await run(cwd, "--baseline", FILE, "--prune", ".")).exitCode).toBe(1);
    expect(readFileSync(join(cwd, FILE), "utf8")).not.toContain("new.def");
  });
});
