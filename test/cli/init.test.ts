import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "smol-toml";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { STARTER } from "../../src/commands/starter.ts";
import { profileNames } from "../../src/config/profiles.ts";
import { configurationTable } from "../../src/config/schema.ts";
import { main } from "../../src/main.ts";
import { makeFakeIo } from "../fake-io.ts";
import { makeTemporaryDirectory } from "../temporary-directory.ts";

const BROKEN = "Bootstrap: docker\nFrom: rockylinux:9\n%post\n    useradd app\n";

async function run(cwd: string, ...argv: readonly string[]) {
  const io = makeFakeIo(cwd);
  const exitCode = await main(["init", ...argv], io);
  return { exitCode, ...io.written };
}

function makeDirectory(files: Readonly<Record<string, string>> = {}): string {
  const cwd = makeTemporaryDirectory();
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(cwd, name, ".."), { recursive: true });
    writeFileSync(join(cwd, name), text);
  }
  return cwd;
}

const readIn = (cwd: string, name: string) => readFileSync(join(cwd, name), "utf8");

describe("the starter configuration", () => {
  const examples = STARTER.replace(/^#(?=[a-z[])/gm, "");

  it.each([
    ["as it is", STARTER, 1],
    ["with its examples", examples, 6],
  ])("is valid %s", (_what, text, keys) => {
    const value = parse(text);
    expect(v.safeParse(configurationTable, value).issues).toBeUndefined();
    expect(Object.keys(value)).toHaveLength(keys);
  });

  it("names a profile that there is", () => {
    expect(profileNames().map((name) => `deflint:${name}`)).toContain(parse(examples)["extends"]);
  });
});

describe("deflint init", () => {
  it("writes a configuration that deflint takes, and asks nothing", async () => {
    const cwd = makeDirectory({ "x.def": BROKEN });
    expect(await run(cwd)).toEqual({
      exitCode: 0,
      stdout: "deflint.toml is written: say in it what the recipes are built on\n",
      stderr: "",
    });
    expect(readdirSync(cwd).sort()).toEqual(["deflint.toml", "x.def"]);
    const io = makeFakeIo(cwd);
    expect(await main(["x.def"], io)).toBe(1);
    expect(io.written.stderr).toBe("");
  });

  it.each(["deflint.toml", ".deflint.toml"])("leaves %s alone unless told otherwise", async (name) => {
    const cwd = makeDirectory({ [name]: "hygiene = true\n" });
    expect(await run(cwd)).toEqual({
      exitCode: 2,
      stdout: "",
      stderr:
        name === "deflint.toml"
          ? "deflint: deflint.toml is there already; --force writes deflint.toml anew\n"
          : "deflint: .deflint.toml is there already; --force writes a deflint.toml, which is read in its place\n",
    });
    expect(readIn(cwd, name)).toBe("hygiene = true\n");
    expect((await run(cwd, "--force")).exitCode).toBe(0);
    expect(readIn(cwd, "deflint.toml")).toBe(STARTER);
  });

  it("writes a hook that takes what the published hooks take", async () => {
    const cwd = makeDirectory();
    const { stdout } = await run(cwd, "--pre-commit");
    expect(stdout).toContain(".pre-commit-config.yaml is written: `pre-commit install`");
    const hook = readIn(cwd, ".pre-commit-config.yaml");
    expect(hook).toMatch(/^repos:\n {2}- repo: local\n {4}hooks:\n {6}- id: deflint\n/);
    const published = readFileSync(join(import.meta.dirname, "../../.pre-commit-hooks.yaml"), "utf8");
    for (const key of ["files", "exclude", "entry", "types"]) {
      const valueIn = (text: string) => new RegExp(`^ +${key}: '?(.*?)'?$`, "m").exec(text)?.[1];
      expect(valueIn(hook)).toBe(valueIn(published));
    }
    expect((await run(cwd, "--pre-commit")).stdout).toBe(
      "deflint.toml stays as it is\n.pre-commit-config.yaml has the hook already\n",
    );
  });

  it("shows the hook where there are others, and never writes over them", async () => {
    const cwd = makeDirectory({ ".pre-commit-config.yaml": "repos: []\n", "deflint.toml": "" });
    const { stdout } = await run(cwd, "--pre-commit", "--force");
    expect(stdout).toContain('stays as it is: put these lines below its "repos:"\n  - repo: local\n');
    expect(readIn(cwd, ".pre-commit-config.yaml")).toBe("repos: []\n");
  });

  it("puts the hook where the repository begins", async () => {
    const cwd = makeDirectory({ ".git/HEAD": "", "images/x.def": BROKEN });
    const { stdout } = await run(join(cwd, "images"), "--pre-commit");
    expect(stdout).toContain("../.pre-commit-config.yaml is written");
    expect(readdirSync(cwd)).toContain(".pre-commit-config.yaml");
  });

  it("suggests a baseline to a repository with many findings", async () => {
    const many = Object.fromEntries(Array.from({ length: 10 }, (_, at) => [`${at}.def`, BROKEN]));
    const suggestion = /\n\d\d findings in 10 recipes: `deflint \. --write-baseline deflint-baseline\.toml` lists/;
    expect((await run(makeDirectory({ ".git/HEAD": "", ...many }))).stdout).toMatch(suggestion);
    expect((await run(makeDirectory({ ".git/HEAD": "", "x.def": BROKEN }))).stdout).not.toContain("findings");
    expect((await run(makeDirectory(many))).stdout).not.toContain("findings");
  });

  it("says what it takes the place of, above and elsewhere in the repository", async () => {
    const cwd = makeDirectory({
      ".git/HEAD": "",
      "deflint.toml": "",
      "a/x.def": BROKEN,
      "a/b/deflint.toml": "x = 1\n",
    });
    expect(await run(join(cwd, "a"))).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(
        /is written: .*\n\.\.\/deflint\.toml counts here no more; extends = "\.\.\/deflint\.toml" in deflint\.toml takes it in\n$/,
      ),
    });
  });

  it("says where it cannot write", async () => {
    const cwd = join(makeTemporaryDirectory(), "gone");
    expect(await run(cwd)).toMatchObject({
      exitCode: 2,
      stderr: "deflint: deflint.toml cannot be written: no such file\n",
    });
  });
});
