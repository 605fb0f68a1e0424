/** `deflint --add-ignores`: comments that leave out what is found. */
import { execFileSync } from "node:child_process";
import { chmodSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
// What loads on use loads here, not in the time of the first test.
import "../../src/commands/check/add-ignores.ts";
import { main } from "../../src/main.ts";
import { makeFakeIo } from "../fake-io.ts";
import { makeTemporaryDirectory } from "../temporary-directory.ts";

const RECIPE = "Bootstrap: docker\nFrom: rockylinux/rockylinux:9.3\n\n%post\n    useradd app\n";
const LEFT_OUT = RECIPE.replace(
  "    useradd",
  "    # deflint-ignore-next-line DF103 -- the site has them\n    useradd",
);

async function run(cwd: string, ...argv: readonly string[]) {
  const io = makeFakeIo(cwd);
  const exitCode = await main(["--isolated", ...argv], io);
  return { exitCode, ...io.written };
}

function directoryWith(files: Readonly<Record<string, string | Uint8Array>>): string {
  const directory = makeTemporaryDirectory();
  for (const [name, text] of Object.entries(files)) writeFileSync(join(directory, name), text);
  return directory;
}

describe("deflint --add-ignores", () => {
  test("writes the comments, says so, and has nothing left to say", async () => {
    const cwd = directoryWith({ "x.def": RECIPE });
    const first = await run(cwd, "--add-ignores=the site has them", "x.def");
    expect(first.exitCode).toBe(0);
    expect(first.stderr).toBe("deflint: x.def: 1 comment leaves 1 finding out\n");
    expect(first.stdout).toContain("nothing found in 1 file\n");
    expect(readFileSync(join(cwd, "x.def"), "utf8")).toBe(LEFT_OUT);
    const second = await run(cwd, "--add-ignores=the site has them", "x.def");
    expect(second).toMatchObject({ exitCode: 0, stderr: "" });
    expect(readFileSync(join(cwd, "x.def"), "utf8")).toBe(LEFT_OUT);
  });

  test("takes the word behind it for a recipe, never for a reason", async () => {
    const cwd = directoryWith({ "x.def": RECIPE });
    const { exitCode, stderr, stdout } = await run(cwd, "--add-ignores", "x.def");
    expect(exitCode).toBe(0);
    expect(readFileSync(join(cwd, "x.def"), "utf8")).toContain("    # deflint-ignore-next-line DF103\n");
    expect(stdout).toContain("info DF902");
    expect(stderr).toContain("1 comment gives no reason (DF902): --add-ignores=REASON writes one\n");
  });

  test("leaves alone what a baseline knows, which needs no comment", async () => {
    const cwd = directoryWith({ "x.def": RECIPE });
    await run(cwd, "--write-baseline", "known.toml", "x.def");
    writeFileSync(join(cwd, "x.def"), `${RECIPE}    useradd other\n`);
    const { exitCode, stderr } = await run(cwd, "--baseline", "known.toml", "--add-ignores=the site has them", "x.def");
    expect([exitCode, stderr]).toEqual([0, "deflint: x.def: 1 comment leaves 1 finding out\n"]);
    const comment = "    # deflint-ignore-next-line DF103 -- the site has them\n";
    expect(readFileSync(join(cwd, "x.def"), "utf8")).toBe(`${RECIPE}${comment}    useradd other\n`);
  });

  test("leaves out what is shown: hygiene with --hygiene, else what --select names", async () => {
    const untidy = RECIPE.replace("useradd app", "useradd app\n    dnf install -y gcc");
    const commentsAfter = async (...flags: readonly string[]) => {
      const cwd = directoryWith({ "x.def": untidy });
      await run(cwd, "--add-ignores=x", ...flags, "x.def");
      return readFileSync(join(cwd, "x.def"), "utf8").match(/DF\d{3}/g);
    };
    expect(await commentsAfter()).not.toContain("DF802");
    expect(await commentsAfter("--hygiene")).toEqual(expect.arrayContaining(["DF103", "DF802"]));
    expect(await commentsAfter("--select", "DF802")).toEqual(["DF802"]);
  });

  test("prints a diff with --diff, and writes nothing", async () => {
    const cwd = directoryWith({ "x.def": RECIPE });
    const { exitCode, stdout } = await run(cwd, "--add-ignores=the site has them", "--diff", "x.def");
    expect(exitCode).toBe(1);
    expect(readFileSync(join(cwd, "x.def"), "utf8")).toBe(RECIPE);
    execFileSync("git", ["init", "-q", cwd]);
    execFileSync("git", ["apply"], { cwd, input: stdout });
    expect(readFileSync(join(cwd, "x.def"), "utf8")).toBe(LEFT_OUT);
    expect(await run(cwd, "--add-ignores", "--diff", "x.def")).toMatchObject({ exitCode: 0, stdout: "" });
  });

  test("writes through a link, with the mode kept", async () => {
    const cwd = directoryWith({ "x.def": RECIPE });
    chmodSync(join(cwd, "x.def"), 0o640);
    symlinkSync("x.def", join(cwd, "link.def"));
    await run(cwd, "--add-ignores=the site has them", "link.def");
    expect(readFileSync(join(cwd, "x.def"), "utf8")).toBe(LEFT_OUT);
    expect(execFileSync("stat", ["-c", "%a", join(cwd, "x.def")], { encoding: "utf8" })).toBe("640\n");
  });

  test("names what it cannot leave out, and fails by it", async () => {
    const cwd = directoryWith({ "x.def": "", "y.def": RECIPE });
    const { exitCode, stderr, stdout } = await run(cwd, "--add-ignores=x", "x.def", "y.def");
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^deflint: x\.def:1:1: DF017 stage-without-header stays: there is no place for a comment/);
    expect(stderr).toContain("y.def: 1 comment leaves 1 finding out");
    expect(stdout).toContain("x.def:1:1: error DF017");
  });

  test("leaves findings about suppressions to --fix", async () => {
    const cwd = directoryWith({
      "x.def": RECIPE.replace("    useradd", "    # deflint-ignore-next-line DF203 -- x\n    useradd"),
    });
    const { exitCode, stderr } = await run(cwd, "--add-ignores=x", "x.def");
    expect(exitCode).toBe(1);
    expect(stderr).toContain("1 finding about suppressions stays (DF901): --fix or a person mends them\n");
  });

  test("says for which findings the whole file has to do", async () => {
    const cwd = directoryWith({ "x.def": `${RECIPE}%help\n    Text.\n%postt\n    true\n` });
    const { stderr } = await run(cwd, "--add-ignores=x", "x.def");
    expect(stderr).toContain("x.def: DF001 for the whole file: no comment can stand nearer\n");
  });

  test("never rewrites invalid UTF-8", async () => {
    const bytes = Buffer.concat([Buffer.from(RECIPE), Buffer.from([0x20, 0x20, 0x3a, 0xff, 0x0a])]);
    const cwd = directoryWith({ "x.def": bytes });
    const { exitCode, stderr } = await run(cwd, "--add-ignores=x", "x.def");
    expect(exitCode).toBe(2);
    expect(stderr).toContain("x.def: no comments written: it is not valid UTF-8");
    expect(readFileSync(join(cwd, "x.def"))).toEqual(bytes);
  });

  test("is not given together with --fix", async () => {
    const cwd = directoryWith({ "x.def": RECIPE });
    const { exitCode, stderr } = await run(cwd, "--add-ignores", "--fix", "x.def");
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/^deflint: --add-ignores leaves out what is found and --fix mends it/);
  });
});
