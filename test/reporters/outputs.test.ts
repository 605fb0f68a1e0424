/** Where reports go: the command line, as a whole. */
import { execFile, execFileSync } from "node:child_process";
import {
  chmodSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { main } from "../../src/main.ts";
import { FORMATS } from "../../src/reporters/formats.ts";
import { makeFakeIo } from "../fake-io.ts";
import { makeTemporaryDirectory } from "../temporary-directory.ts";

/** Its finding is a warning, beside notes of hygiene. */
const RECIPE =
  "Bootstrap: docker\nFrom: docker.io/library/debian:12\n%post\n    export LC_ALL=C.UTF-8\n    pip install torch\n";

function makeProject(): string {
  const directory = makeTemporaryDirectory();
  writeFileSync(join(directory, "a.def"), RECIPE);
  return directory;
}

async function check(cwd: string, ...words: readonly string[]) {
  const io = makeFakeIo(cwd, { env: { FORCE_COLOR: "1" } });
  const exitCode = await main(["check", "--isolated", "--no-shellcheck", ...words], io);
  return { exitCode, ...io.written, files: readdirSync(cwd).sort() };
}

const read = (directory: string, name: string): string => readFileSync(join(directory, name), "utf8");

describe("the reports of check", () => {
  it("go each to its file, and the one without to standard output", async () => {
    const cwd = makeProject();
    const words = FORMATS.filter((format) => format !== "concise").flatMap((format) => [
      "--format",
      `${format}=${format}=out`,
    ]);
    const { exitCode, stdout, stderr, files } = await check(cwd, ...words, "--format", "concise", "a.def");
    expect([exitCode, stderr]).toEqual([1, ""]);
    expect(stdout).toContain("pip-fills-tmp");
    expect(files).toEqual(
      ["a.def", ...FORMATS.filter((format) => format !== "concise").map((format) => `${format}=out`)].sort(),
    );
    for (const name of files) expect(read(cwd, name), name).toMatch(/DF201|torch/);
    // A file is no terminal.
    expect(read(cwd, "text=out")).not.toContain("\u001b");
    expect(stdout).toContain("\u001b");
  });

  it("take --output-file for the format that names none", async () => {
    const cwd = makeProject();
    const { exitCode, stdout } = await check(
      cwd,
      "--format",
      "sarif",
      "--format",
      "concise=-",
      "--output-file",
      "out",
      "a.def",
    );
    expect(exitCode).toBe(1);
    expect(stdout).toContain("pip-fills-tmp");
    expect(JSON.parse(read(cwd, "out")).version).toBe("2.1.0");
    const plain = await check(cwd, "--output-file", "text", "a.def");
    expect(plain.stdout).toBe("");
    expect(read(cwd, "text")).toContain("pip-fills-tmp");
  });

  it.each([
    [
      "two on standard output",
      ["--format", "json", "--format", "sarif"],
      "the reports json and sarif would both go to standard output: give one a file of its own, as in --format sarif=FILE",
    ],
    [
      "two in one file",
      ["--format", "json=x", "--format", "sarif=./x"],
      "the reports json and sarif would both go to ./x: give one a file of its own, as in --format sarif=FILE",
    ],
    [
      "a file for nobody",
      ["--format", "json=x", "--output-file", "y"],
      "--output-file takes the report of a format that names no file: here every --format names one",
    ],
    ["a recipe", ["--format", "json=./a.def"], "./a.def is one of the recipes: the report would be written over it"],
    [
      "a link to a recipe",
      ["--output-file", "link"],
      "link is one of the recipes: the report would be written over it",
    ],
    [
      "another name of a recipe",
      ["--output-file", "hard"],
      "hard is one of the recipes: the report would be written over it",
    ],
    [
      "another file of the run",
      ["--write-baseline", "known", "--format", "json=./known"],
      "./known is what --write-baseline names: the report would be written over it",
    ],
    ["a format that there is not", ["--format", "xml"], "--format xml is none of text, concise, "],
    [
      "a file for a diff",
      ["--diff", "--output-file", "x"],
      "--diff prints a diff: it takes no --format and no --output-file",
    ],
    ["no name", ["--format", "json="], "--format json= names no file"],
  ])("refuse %s", async (_case, words, message) => {
    const cwd = makeProject();
    symlinkSync("a.def", join(cwd, "link"));
    linkSync(join(cwd, "a.def"), join(cwd, "hard"));
    const { exitCode, stdout, stderr, files } = await check(cwd, ...words, "a.def");
    expect([exitCode, stdout]).toEqual([2, ""]);
    expect(stderr).toContain(message);
    expect(stderr.trim().split("\n")).toHaveLength(1);
    expect(files).toEqual(["a.def", "hard", "link"]);
    expect(read(cwd, "a.def")).toBe(RECIPE);
  });

  it("are all written but the one that cannot be, and the run ends in trouble", async () => {
    const cwd = makeProject();
    mkdirSync(join(cwd, "directory"));
    const words = ["json=gone/x\u001b", "gitlab=directory", "unix=out"].flatMap((word) => ["--format", word]);
    const { exitCode, stderr } = await check(cwd, ...words, "a.def");
    expect(exitCode).toBe(2);
    expect(stderr).toBe(
      "deflint: gone/x\\x1b: the report could not be written: its directory does not exist\n" +
        "deflint: directory: the report could not be written: it is a directory\n",
    );
    expect(read(cwd, "out")).toContain("torch");
  });

  it("replace old ones, follow links, keep the mode, and leave devices what they are", async () => {
    const cwd = makeProject();
    writeFileSync(join(cwd, "old"), "x".repeat(100_000));
    chmodSync(join(cwd, "old"), 0o600);
    symlinkSync("old", join(cwd, "link"));
    symlinkSync("new", join(cwd, "dangling"));
    execFileSync("mkfifo", [join(cwd, "pipe")]);
    const reader = promisify(execFile)("cat", [join(cwd, "pipe")]);
    const words = ["json=link", "sarif=dangling", "gitlab=/dev/null", "unix=pipe"].flatMap((word) => [
      "--format",
      word,
    ]);
    const { exitCode, stderr } = await check(cwd, ...words, "a.def");
    expect([exitCode, stderr]).toEqual([1, ""]);
    expect(JSON.parse(read(cwd, "old")).version).toBe(1);
    expect(JSON.parse(read(cwd, "new")).version).toBe("2.1.0");
    expect(statSync(join(cwd, "old")).mode & 0o777).toBe(0o600);
    expect(statSync("/dev/null").isCharacterDevice()).toBe(true);
    expect((await reader).stdout).toContain("torch");
    expect(readdirSync(cwd).sort()).toEqual(["a.def", "dangling", "link", "new", "old", "pipe"]);
  });

  it("are without infos and closing lines when they are to be quiet", async () => {
    const cwd = makeProject();
    writeFileSync(join(cwd, "b.def"), RECIPE.replace("pip install torch", "true"));
    const loud = await check(cwd, "--hygiene", "--format", "jsonl", "a.def");
    expect(loud.stdout).toContain('"severity":"info"');
    const quiet = await check(cwd, "--hygiene", "--quiet", "--format", "jsonl", "a.def");
    expect(quiet.stdout).not.toContain('"severity":"info"');
    expect(quiet.stdout).toContain('"severity":"warning"');
    const failing = await check(cwd, "--hygiene", "--quiet", "--fail-on", "info", "--format", "jsonl", "a.def");
    expect(failing.stdout).toContain('"severity":"info"');
    expect((await check(cwd, "--quiet", "a.def")).stdout).not.toContain("in 1 file");
    expect((await check(cwd, "--quiet", "b.def")).stdout).toBe("");
  });

  it("count rules with --statistics, in text and in JSON", async () => {
    const cwd = makeProject();
    const { stdout } = await check(cwd, "--no-color", "--statistics", "a.def");
    expect(stdout).toMatch(/^1 DF201 pip-fills-tmp \(1 with --fix --unsafe-fixes\)\n\n1 warning in 1 file\n/);
    const report = JSON.parse((await check(cwd, "--statistics", "--format", "json", "a.def")).stdout);
    expect(report.statistics).toEqual([
      { code: "DF201", name: "pip-fills-tmp", source: "deflint", count: 1, fixable: { safe: 0, unsafe: 1 } },
    ]);
  });
});
