import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
// Loading the rules takes its time, which is none of a test's.
import "../../src/commands/check/index.ts";
import { main } from "../../src/main.ts";
import { makeFakeIo } from "../fake-io.ts";
import { type Files, writeFiles } from "./configure.ts";

const RECIPE = "Bootstrap: docker\nFrom: docker.io/library/debian\n%post\n    rm -rf /tmp/*\n    pip install torch\n";

async function run(files: Files, ...argv: readonly string[]) {
  const io = makeFakeIo(writeFiles(files), { env: { PATH: "" } });
  const exitCode = await main(argv, io);
  return { exitCode, ...io.written, cwd: io.cwd, codes: [...new Set(io.written.stdout.match(/\bDF\d{3}\b/g))].sort() };
}

it("asks what is selected, with the severity that is configured", async () => {
  const files = { "deflint.toml": 'select = ["DF203"]\n[severity]\nDF203 = "info"\n', "x.def": RECIPE };
  expect(await run(files, "x.def")).toMatchObject({ exitCode: 0, codes: ["DF203"] });
  expect((await run(files, "x.def")).stdout).toContain("info DF203");
  expect((await run(files, "--isolated", "x.def")).exitCode).toBe(1);
  expect((await run(files, "--ignore", "space", "x.def")).codes).toEqual(["DF203"]);
  expect((await run(files, "--ignore", "DF203", "x.def")).codes).toEqual([]);
  expect((await run(files, "--select", "DF304,DF201", "x.def")).codes).toEqual(["DF201", "DF304"]);
});

it("shows hygiene notes that are asked for", async () => {
  const shown = async (configuration: string, ...flags: readonly string[]) =>
    (await run({ "deflint.toml": configuration, "x.def": RECIPE }, ...flags, "x.def")).codes.includes("DF801");
  expect(await shown("")).toBe(false);
  expect(await shown("hygiene = true\n")).toBe(true);
  expect(await shown('select = ["all", "DF801"]\n')).toBe(true);
  expect(await shown('[[overrides]]\nfiles = ["x.*"]\nhygiene = true\n')).toBe(true);
  expect(await shown('[[overrides]]\nfiles = ["y.*"]\nhygiene = true\n')).toBe(false);
  expect(await shown("", "--select", "hygiene")).toBe(true);
});

it("mends what the owners allow", async () => {
  const mended = async (configuration: string, ...flags: readonly string[]) => {
    const { cwd } = await run({ "deflint.toml": configuration, "x.def": RECIPE }, "--fix", ...flags, "x.def");
    return !readFileSync(join(cwd, "x.def"), "utf8").includes("rm -rf /tmp/*");
  };
  expect(await mended("")).toBe(false);
  expect(await mended("", "--unsafe-fixes")).toBe(true);
  expect(await mended('[fix]\npromote = ["space"]\n')).toBe(true);
  expect(await mended('[fix]\nnever = ["DF203"]\n', "--unsafe-fixes")).toBe(false);
  expect(await mended('ignore = ["DF203"]\n', "--unsafe-fixes")).toBe(false);
});

it("knows whom and what the owners want", async () => {
  const files = {
    "deflint.toml": 'trusted-registries = ["quay.io/"]\nrequired-labels = ["version"]\n',
    "x.def": RECIPE,
  };
  expect((await run(files, "x.def")).codes).toEqual(expect.arrayContaining(["DF307", "DF804"]));
});

it("leaves out what is excluded, by the configuration of each directory", async () => {
  const files = {
    "deflint.toml": 'exclude = ["old/"]\n',
    "x.def": RECIPE,
    "old/y.def": RECIPE,
    "sub/deflint.toml": 'exclude = ["z.def"]\n',
    "sub/z.def": RECIPE,
    "sub/w.def": RECIPE,
  };
  const { stdout } = await run(files, ".");
  expect(["x.def", "old/y.def", "sub/z.def", "sub/w.def"].filter((path) => stdout.includes(`${path}:`))).toEqual([
    "x.def",
    "sub/w.def",
  ]);
});

it("stops at a configuration that is wrong, before anything is printed", async () => {
  const files = { "x.def": RECIPE, "sub/deflint.toml": "\nselct = []\n", "sub/y.def": RECIPE };
  expect(await run(files, "x.def", "sub/y.def")).toMatchObject({
    exitCode: 2,
    stdout: "",
    stderr: "deflint: sub/deflint.toml:2: there is no key selct; did you mean select?\n",
  });
  expect((await run(files, "x.def")).exitCode).toBe(1);
});

it("prints the configuration of recipes in place of their findings", async () => {
  const { exitCode, stdout } = await run(
    { "deflint.toml": 'ignore = ["DF2"]\n', "a/x.def": RECIPE },
    "--print-config",
    "a",
  );
  expect(exitCode).toBe(0);
  expect(stdout).toContain("# a/x.def\n#   by deflint.toml\n");
});

it("judges a log's recipe by its configuration", async () => {
  const files = {
    "r.def": "Bootstrap: docker\nFrom: rockylinux/rockylinux:8.10\n%post\n    groupadd x\n",
    "build.log":
      "INFO:    User not listed in /etc/subuid, trying root-mapped namespace\nINFO:    Could not start root-mapped namespace\nINFO:    The %post section will be run under the fakeroot command\n+ groupadd x\ngroupadd: failure while writing changes to /etc/group\nFATAL:   While performing build: while running engine: while running %post section: exit status 10\n",
  };
  const diagnose = (all: Files) => run(all, "diagnose", "build.log", "--recipe", "r.def", "--format", "json");
  expect((await diagnose(files)).stdout).toContain("+++ b/r.def");
  expect((await diagnose({ ...files, "deflint.toml": '[fix]\nnever = ["all"]\n' })).stdout).not.toContain(
    "+++ b/r.def",
  );
  expect((await diagnose({ ...files, "deflint.toml": "x = 1\n" })).exitCode).toBe(2);
});
