import { execFileSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { sourceFromText } from "#grammar/source.ts";
import type { Document } from "#rules/document.ts";
import { readDocument } from "../../src/engine/lint.ts";
import { makeShellCheck, type ShellCheckOptions } from "../../src/shellcheck/index.ts";
import { makeTemporaryDirectory } from "../temporary-directory.ts";
import { makeProgram } from "./fake-program.ts";
import { SETTINGS } from "./recording.ts";

/** A recipe with scripts that all hold a `$1`. */
function makeDocument(...scripts: readonly string[]): Document {
  const sections = scripts.map((script, index) => `%apprun a${index}\n    ${script} $1\n`);
  return readDocument(sourceFromText(`Bootstrap: docker\nFrom: debian:12\n${sections.join("")}`), SETTINGS);
}

function make(path: string, more: Partial<ShellCheckOptions> = {}) {
  const troubles: string[] = [];
  const options = { env: process.env, parallel: 2, onTrouble: (trouble: string) => troubles.push(trouble), ...more };
  return { troubles, ...makeShellCheck(path, options) };
}

describe("a sound program", () => {
  it("is asked once for each script, before or when its findings are wanted", async () => {
    const { path, runs } = makeProgram();
    const { prefetch, findings, troubles } = make(path);
    const document = makeDocument("echo", "true", "echo");
    await prefetch(document);
    expect(runs().sort()).toEqual(Array(2).fill("--norc --format=json1 --shell=dash -"));
    const places = (of: Document) => findings(of, []).map(({ range }) => of.source.slice(range));
    expect(places(document)).toEqual(["$1", "$1", "$1"]);
    expect(runs()).toHaveLength(2);
    expect(places(makeDocument("echo", "false"))).toEqual(["$1", "$1"]);
    expect(runs()).toHaveLength(3);
    expect(troubles).toEqual([]);
  });

  it("is never asked by more processes at once than it may", async () => {
    const { path, directory } = makeProgram(`
      const { rmSync, readdirSync, writeFileSync } = require("node:fs");
      const mark = __dirname + "/running-" + process.pid;
      writeFileSync(mark, "");
      const count = readdirSync(__dirname).filter((name) => name.startsWith("running-")).length;
      appendFileSync(__dirname + "/counts", count + "\\n");
      setTimeout(() => { rmSync(mark); console.log('{"comments":[]}'); }, 30);
    `);
    await make(path, { parallel: 2 }).prefetch(makeDocument("a", "b", "c", "d", "e"));
    const counts = readFileSync(join(directory, "counts"), "utf8").trim().split("\n").map(Number);
    expect(counts).toHaveLength(5);
    expect(Math.max(...counts)).toBeLessThanOrEqual(2);
  });

  it("sees nothing of the environment that could change its mind", () => {
    const { path, directory } = makeProgram(
      'appendFileSync(__dirname + "/env", JSON.stringify(process.env)); console.log(\'{"comments":[]}\');',
    );
    const env = { ...process.env, SHELLCHECK_OPTS: "-e SC2999", BASH_ENV: "/x", HOME: "/home/me" };
    make(path, { env }).findings(makeDocument("echo"), []);
    const seen = Object.keys(JSON.parse(readFileSync(join(directory, "env"), "utf8")));
    expect(seen.sort()).toEqual(["HOME", "LC_ALL", "PATH"]);
  });
});

describe.each(["beside our own work", "while we wait"])("an unsound program, asked %s", (manner) => {
  const ask = async (path: string, more: Partial<ShellCheckOptions> = {}) => {
    const shellcheck = make(path, more);
    const document = makeDocument("echo", "true", "false", "ls");
    if (manner === "beside our own work") await shellcheck.prefetch(document);
    const found = shellcheck.findings(document, []);
    expect(shellcheck.findings(makeDocument("another"), [])).toEqual([]);
    return { found, troubles: shellcheck.troubles };
  };

  it.each([
    ["prints no JSON", "console.log('Segmentation fault');", "prints no findings in the format json1"],
    ["prints other JSON", "console.log('[]');", "prints no findings in the format json1"],
    [
      "fails",
      "console.error('Unknown format json1\\nmore'); process.exitCode = 4;",
      "failed with exit code 4: Unknown format json1",
    ],
    ["fails silently", "process.exitCode = 3;", "failed with exit code 3"],
    ["is killed", "process.kill(process.pid, 'SIGTERM'); setInterval(() => {}, 1000);", "was killed by SIGTERM"],
    [
      "floods",
      "const chunk = 'x'.repeat(1 << 20); for (let i = 0; i < 12; i++) require('node:fs').writeSync(1, chunk);",
      "prints more than can be right",
    ],
  ])("that %s is told once and not asked again", async (_what, answer, trouble) => {
    const { path, runs } = makeProgram(answer);
    expect(await ask(path)).toEqual({ found: [], troubles: [trouble] });
    expect(runs().length).toBeLessThanOrEqual(2);
  });

  it("that hangs is killed", async () => {
    const { path } = makeProgram("setInterval(() => {}, 1000);");
    expect(await ask(path, { patience: 700 })).toEqual({ found: [], troubles: ["gave no answer within 0.7 seconds"] });
  });

  it("that is a script which starts a program that hangs keeps nobody waiting", async () => {
    const { path } = makeProgram();
    writeFileSync(path, '#!/bin/sh\n[ "$1" = --version ] && { echo version: 1.0; exit; }\nsleep 60\n');
    expect(await ask(path, { patience: 700 })).toEqual({ found: [], troubles: ["gave no answer within 0.7 seconds"] });
  });

  it("that hangs when asked for its version keeps nobody waiting", async () => {
    const { path } = makeProgram();
    writeFileSync(path, "#!/bin/sh\nsleep 60\n");
    expect(await ask(path, { patience: 700 })).toEqual({ found: [], troubles: ["gave no answer within 0.7 seconds"] });
  });

  it("that closes its input is judged by what it prints", async () => {
    const { path } = makeProgram();
    writeFileSync(path, '#!/bin/sh\n[ "$1" = --version ] && { echo version: 1.0; exit; }\nexec <&-\necho oh; exit 7\n');
    expect((await ask(path)).troubles).toEqual(["failed with exit code 7"]);
  });

  it.each([
    ["tells no version", "console.log('hello');", "is no ShellCheck: it does not tell its version"],
    ["is too old", "console.log('version: 0.4.6');", "is version 0.4.6; deflint needs 0.7 or later"],
    ["cannot tell its version", "process.exit(127);", "failed with exit code 127"],
  ])("that %s is not asked", async (_what, version, trouble) => {
    const { path, runs } = makeProgram(undefined, version);
    expect(await ask(path)).toEqual({ found: [], troubles: [trouble] });
    expect(runs()).toEqual([]);
  });

  it("that is none", async () => {
    const directory = makeTemporaryDirectory();
    writeFileSync(join(directory, "text"), "no program");
    expect((await ask(join(directory, "missing"))).troubles).toEqual(["does not exist"]);
    expect((await ask(join(directory, "text"))).troubles).toEqual(["cannot be executed"]);
    expect((await ask(directory)).troubles).toEqual(["cannot be executed"]);
  });
});

it("stops what runs, and says nothing of it", async () => {
  const { path, runs } = makeProgram("setInterval(() => {}, 1000);");
  const { prefetch, stop, troubles } = make(path);
  const asked = prefetch(makeDocument("a", "b", "c", "d"));
  while (runs().length < 2) await new Promise((resolve) => setTimeout(resolve, 20));
  stop();
  await asked;
  expect(troubles).toEqual([]);
});

it.each([
  ["an answer", '[ "$1" = --version ] && { echo version: 1.0; exit; }'],
  ["its version", ""],
])("stops a script at once whose program hangs instead of giving %s, and the program too", async (_what, version) => {
  const { path, directory } = makeProgram();
  const child = join(directory, "child");
  writeFileSync(path, `#!/bin/sh\n${version}\nsleep 60 &\necho $! > ${child}.new; mv ${child}.new ${child}\nwait\n`);
  const { prefetch, stop, troubles } = make(path);
  const asked = prefetch(makeDocument("a"));
  while (!existsSync(child)) await new Promise((resolve) => setTimeout(resolve, 20));
  stop();
  await asked;
  expect(troubles).toEqual([]);
  const isRunning = () => /^State:\t[RSD]/m.test(readText(`/proc/${readText(child).trim()}/status`));
  for (let tries = 0; isRunning() && tries < 100; tries++) await new Promise((resolve) => setTimeout(resolve, 20));
  expect(isRunning()).toBe(false);
});

function readText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

describe("what is kept between runs", () => {
  const entriesIn = (directory: string) =>
    readdirSync(join(directory, "shellcheck"), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name !== "tidied")
      .map((entry) => join(entry.parentPath, entry.name));
  const ask = (path: string, cacheDirectory: string, ...scripts: readonly string[]) => {
    const { findings, troubles } = make(path, { cacheDirectory });
    const found = findings(makeDocument(...scripts), []);
    expect(troubles).toEqual([]);
    return found.length;
  };

  it("is not asked again, of the same program and script", () => {
    const cache = makeTemporaryDirectory();
    const { path, runs } = makeProgram();
    expect(ask(path, cache, "echo")).toBe(1);
    expect(ask(path, cache, "echo")).toBe(1);
    expect(runs()).toHaveLength(1);
    ask(path, cache, "echo  ");
    expect(runs()).toHaveLength(2);
    const newer = makeProgram(undefined, 'console.log("version: 0.11.0");');
    ask(newer.path, cache, "echo");
    expect(newer.runs()).toHaveLength(1);
  });

  it("is asked anew where it is damaged", () => {
    const cache = makeTemporaryDirectory();
    const { path, runs } = makeProgram();
    ask(path, cache, "echo");
    for (const damage of ["", '{"comments":', "[]"]) {
      for (const entry of entriesIn(cache)) writeFileSync(entry, damage);
      expect(ask(path, cache, "echo")).toBe(1);
    }
    expect(runs()).toHaveLength(4);
    expect(ask(path, cache, "echo")).toBe(1);
    expect(runs()).toHaveLength(4);
  });

  it("is asked anew where a pipe stands in its place", () => {
    const cache = makeTemporaryDirectory();
    const { path, runs } = makeProgram();
    ask(path, cache, "echo");
    for (const entry of entriesIn(cache)) {
      rmSync(entry);
      execFileSync("mkfifo", [entry]);
    }
    expect(ask(path, cache, "echo")).toBe(1);
    expect(runs()).toHaveLength(2);
  });

  it("is no trouble where it cannot be kept", () => {
    const cache = makeTemporaryDirectory();
    const { path } = makeProgram();
    writeFileSync(join(cache, "shellcheck"), "in the way");
    expect(ask(path, cache, "echo")).toBe(1);
    for (const nowhere of ["/proc/nowhere", "/dev/null", "/nowhere/at/all/to/be/found"])
      expect(ask(path, nowhere, "echo")).toBe(1);
  });

  it("makes the directories of the cache, and no home", () => {
    const { path } = makeProgram();
    const home = join(makeTemporaryDirectory(), "me");
    ask(path, join(home, ".cache", "deflint"), "echo");
    expect(existsSync(home)).toBe(false);
    mkdirSync(home);
    ask(path, join(home, ".cache", "deflint"), "echo");
    expect(entriesIn(join(home, ".cache", "deflint"))).toHaveLength(2);
  });

  it("is dropped when nobody has asked for it for a month", () => {
    const cache = makeTemporaryDirectory();
    const { path } = makeProgram();
    ask(path, cache, "echo", "true");
    const past = (days: number) => new Date(Date.now() - days * 86_400_000);
    const [used, unused] = entriesIn(cache).filter((entry) => readFileSync(entry, "utf8").includes("2999"));
    for (const entry of entriesIn(cache)) utimesSync(entry, past(40), past(40));
    ask(path, cache, "echo");
    const kept = [used, unused].filter((entry) => statSync(entry ?? "").mtimeMs > past(1).getTime());
    expect(kept).toHaveLength(1);
    ask(path, cache, "something new");
    expect(entriesIn(cache)).toHaveLength(4);
    utimesSync(join(cache, "shellcheck", "tidied"), past(2), past(2));
    ask(path, cache, "something newer");
    expect(entriesIn(cache)).toHaveLength(4);
    expect(entriesIn(cache)).toContain(kept[0]);
  });

  it("is its user's alone", () => {
    const cache = join(makeTemporaryDirectory(), "cache");
    ask(makeProgram().path, cache, "echo");
    expect(statSync(join(cache, "shellcheck")).mode & 0o077).toBe(0);
    chmodSync(cache, 0o755);
    mkdirSync(join(cache, "other"));
    expect(entriesIn(cache).every((entry) => !entry.endsWith(`.${process.pid}`))).toBe(true);
  });
});
