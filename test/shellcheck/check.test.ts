import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { main } from "../../src/main.ts";
import { makeFakeIo } from "../fake-io.ts";
import { makeTemporaryDirectory } from "../temporary-directory.ts";
import { makeProgram } from "./fake-program.ts";

const RECIPE = "Bootstrap: docker\nFrom: debian:12\n%runscript\n    echo $1\n%labels\n    version 1\n";

function makeRecipes(...names: readonly string[]): string {
  const directory = makeTemporaryDirectory();
  for (const name of names) writeFileSync(join(directory, name), RECIPE);
  return directory;
}

async function run(cwd: string, path: string | undefined, ...argv: readonly string[]) {
  const cache = join(cwd, ".cache");
  const io = makeFakeIo(cwd, { env: { ...(path && { PATH: path }), XDG_CACHE_HOME: cache } });
  const exitCode = await main(argv, io);
  return { exitCode, ...io.written };
}

describe("deflint check", () => {
  it("asks the ShellCheck on PATH", async () => {
    const { directory, runs } = makeProgram();
    const { exitCode, stdout, stderr } = await run(makeRecipes("x.def"), directory, "--format", "json", "x.def");
    expect(JSON.parse(stdout).files[0].findings).toMatchObject([
      { source: "shellcheck", code: "SC2999", severity: "info" },
    ]);
    expect({ exitCode, stderr, runs: runs().length }).toEqual({ exitCode: 0, stderr: "", runs: 1 });
  });

  it("asks about each of many recipes, in their order", async () => {
    const { directory } = makeProgram();
    const names = Array.from({ length: 12 }, (_, index) => `${10 + index}.def`);
    const cwd = makeRecipes(...names);
    for (const name of names) writeFileSync(join(cwd, name), `${RECIPE}%test\n    true $1 ${name}\n`);
    const { stdout } = await run(cwd, directory, "--format", "json", ...names);
    const { files } = JSON.parse(stdout);
    expect(files.map(({ path }: { path: string }) => path)).toEqual(names);
    expect(files.map(({ findings }: { findings: unknown[] }) => findings.length)).toEqual(Array(12).fill(2));
  });

  it("asks the one that is named, and nobody where that is wanted", async () => {
    const { path, directory, runs } = makeProgram();
    const cwd = makeRecipes("x.def");
    expect((await run(cwd, undefined, "--shellcheck", path, "x.def")).stdout).toContain("SC2999");
    expect((await run(cwd, directory, "--no-shellcheck", "x.def")).stdout).not.toContain("SC2999");
    expect((await run(cwd, undefined, "x.def")).stdout).not.toContain("SC2999");
    writeFileSync(join(cwd, "deflint.toml"), "shellcheck = false\n");
    expect((await run(cwd, directory, "x.def")).stdout).not.toContain("SC2999");
    expect(runs()).toHaveLength(1);
  });

  it("never takes one from the working directory", async () => {
    const { directory, runs } = makeProgram();
    writeFileSync(join(directory, "x.def"), RECIPE);
    mkdirSync(join(directory, "bin"));
    expect((await run(directory, `.::${join(directory, "bin")}`, "x.def")).stdout).not.toContain("SC2999");
    expect(runs()).toEqual([]);
  });

  it.each([[[]], [["--diff"]], [["--fix"]]])(
    "says what is wrong with it, prints its own findings, and exits 2 (%s)",
    async (flags) => {
      const cwd = makeRecipes("x.def");
      const { exitCode, stderr } = await run(cwd, undefined, "--shellcheck", "no/shell\x1bcheck", ...flags, "x.def");
      expect(stderr).toBe(
        "deflint: --shellcheck no/shell\\x1bcheck does not exist; what ShellCheck would say is left out\n",
      );
      expect(exitCode).toBe(2);
    },
  );

  it("wants a name after --shellcheck", async () => {
    const { exitCode, stderr } = await run(makeRecipes("x.def"), undefined, "--shellcheck", "", "x.def");
    expect({ exitCode, stderr }).toEqual({ exitCode: 2, stderr: "deflint: --shellcheck names no program\n" });
  });

  it("goes on without the one on PATH where that is broken", async () => {
    const { directory, path } = makeProgram("console.log('oh');");
    const { exitCode, stderr } = await run(makeRecipes("x.def", "y.def"), directory, "x.def", "y.def");
    expect(stderr).toBe(
      `deflint: ${path} prints no findings in the format json1; what ShellCheck would say is left out\n`,
    );
    expect(exitCode).toBe(0);
  });

  it("ends a ShellCheck that hangs when it is told to end itself", async () => {
    const { directory, runs } = makeProgram("setInterval(() => {}, 1000);");
    const cwd = makeRecipes("x.def");
    const io = makeFakeIo(cwd, { env: { PATH: directory } });
    const running = main(["x.def"], io);
    while (runs().length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    io.send("SIGTERM");
    expect(await running).toBe(143);
    expect(io.written.stderr).toBe("");
  });

  it("leaves its findings out by comments of both kinds", async () => {
    const { directory } = makeProgram();
    const cwd = makeRecipes("x.def");
    const comment = "# deflint-ignore-next-line SC2999 -- meant";
    writeFileSync(join(cwd, "x.def"), RECIPE.replace("    echo", `    ${comment}\n    echo`));
    const { stdout, exitCode } = await run(cwd, directory, "x.def");
    expect(stdout).not.toContain("SC2999:");
    expect(exitCode).toBe(0);
  });
});
