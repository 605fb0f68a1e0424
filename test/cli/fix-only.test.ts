import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { main } from "../../src/main.ts";
import { makeFakeIo } from "../fake-io.ts";
import { makeTemporaryDirectory } from "../temporary-directory.ts";

const RECIPE = `Bootstrap: docker
From: debian:12
%post
    apt-get update
    apt-get install -y curl
    sudo make install
`;
/** What the rules of the recipe make of it. */
const SUDO = "    make install"; // DF110, safe
const CACHE = "    rm -rf /var/lib/apt/lists/*"; // DF802, safe, hygiene
const RECOMMENDED = "    apt-get install --no-install-recommends -y curl"; // DF805, unsafe, hygiene

async function run(...argv: readonly string[]) {
  const cwd = makeTemporaryDirectory();
  writeFileSync(join(cwd, "x.def"), RECIPE);
  const io = makeFakeIo(cwd);
  const exitCode = await main(["--isolated", "--no-shellcheck", ...argv, "x.def"], io);
  const written = readFileSync(join(cwd, "x.def"), "utf8");
  const added = written.split("\n").filter((line) => !RECIPE.split("\n").includes(line));
  return { exitCode, added, ...io.written };
}

describe("--fix-only", () => {
  it.each<[string, readonly string[]]>([
    ["DF110", [SUDO]],
    ["df110", [SUDO]],
    ["sudo-in-post", [SUDO]],
    ["fakeroot", [SUDO]],
    ["DF1", [SUDO]],
    ["all", [SUDO]],
    ["DF802", [CACHE]],
    ["package-cache-left", [CACHE]],
    ["hygiene", [CACHE]],
    ["DF802,DF110", [SUDO, CACHE]],
    ["DF805", []],
    ["DF8", []],
    ["DF102", []],
    ["SC2086,shellcheck", []],
  ])("%s writes the fixes of nothing else", async (words, expected) => {
    expect((await run("--fix-only", words)).added).toEqual(expected);
  });

  it.each<[readonly string[], readonly string[]]>([
    [["--fix-only", "DF8", "--hygiene"], [CACHE]],
    [["--fix-only", "DF805", "--unsafe-fixes"], [RECOMMENDED]],
    [
      ["--fix-only", "DF110", "--fix-only", "DF802"],
      [SUDO, CACHE],
    ],
    [["--fix", "--fix-only", "DF110"], [SUDO]],
    [["--fix-only", "hygiene", "--select", "DF802,DF110"], [CACHE]],
  ])("%j", async (words, expected) => {
    expect((await run(...words)).added).toEqual(expected);
  });

  it("shows them with --diff and writes nothing", async () => {
    const { exitCode, added, stdout } = await run("--diff", "--fix-only", "DF802");
    expect([exitCode, added]).toEqual([1, []]);
    expect(stdout.match(/^[+-] .*$/gm)).toEqual([`+${CACHE}`]);
  });

  it.each([
    [
      "sudo-in-pst",
      "--fix-only sudo-in-pst: there is no rule, family or group sudo-in-pst; did you mean sudo-in-post?",
    ],
    ["DF110,xyzzy", "--fix-only xyzzy: there is no rule, family or group xyzzy; deflint rules lists them all"],
    [",", "--fix-only takes rules: --fix-only DF101,pip-fills-tmp"],
  ])("knows no rule %s", async (words, message) => {
    expect(await run("--fix-only", words)).toMatchObject({ exitCode: 2, added: [], stderr: `deflint: ${message}\n` });
  });
});

describe("--exit-non-zero-on-fix", () => {
  it.each<[readonly string[], number]>([
    [["--fix-only", "DF110"], 0],
    [["--fix-only", "DF110", "--exit-non-zero-on-fix"], 1],
    [["--fix-only", "DF805", "--exit-non-zero-on-fix", "--fail-on", "error", "--ignore", "DF110"], 0],
    [["--exit-non-zero-on-fix", "--ignore", "DF110"], 0],
  ])("%j exits %d", async (words, expected) => {
    expect((await run(...words)).exitCode).toBe(expected);
  });
});
