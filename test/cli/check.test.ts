import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { main } from "../../src/main.ts";
import { makeFakeIo } from "../fake-io.ts";
import { makeFiles, run, seen } from "./capital-words.ts";

vi.mock("../../src/engine/lint.ts", () => import("./capital-words.ts"));

describe("deflint PATH", () => {
  it.each([
    ["nothing", "echo\n", 0],
    ["an info", "echo NOTE\n", 0],
    ["hygiene", "echo DIRTY\n", 0],
    ["a warning", "echo LOST\n", 1],
    ["an error", "echo RISKY\n", 1],
  ])("exits by severity: %s", async (_what, content, exitCode) => {
    expect(await run(makeFiles({ "x.def": content }), "x.def")).toMatchObject({ exitCode, stderr: "" });
  });

  it("shows findings of files and directories", async () => {
    const cwd = makeFiles({ "x.def": "echo BAD\n", "d/y.def": "echo LOST\n" });
    const { stdout } = await run(cwd, "x.def", "d");
    expect(stdout).toContain(
      "x.def:4:6: warning DF991 test-rule: a test says so\n4 | echo BAD\n  |      ^^^\n  = fix: say good (--fix)\n",
    );
    expect(stdout).toContain("d/y.def:4:6: warning DF995");
    expect(stdout).toMatch(/\n2 warnings in 2 files\n1 fixable with --fix \(--diff shows it\)\n$/);
  });

  it("refuses a version that is none", async () => {
    const cwd = makeFiles({ "x.def": "echo\n" });
    const { exitCode, stderr } = await run(cwd, "--apptainer-version", "new", "x.def");
    expect(stderr).toBe("deflint: --apptainer-version new is no version; write it as 1.3\n");
    expect(exitCode).toBe(2);
  });

  it("judges for what the file, then the flags say", async () => {
    const cwd = makeFiles({ "x.def": "echo\n" });
    writeFileSync(join(cwd, "t.toml"), "[target]\nmode = 'userns'\nhost-glibc = '2.28'\n");
    const targetOf = async (...words: string[]) =>
      JSON.parse((await run(cwd, "--format", "json", ...words, "x.def")).stdout).target;
    expect(await targetOf("--target", "t.toml")).toMatchObject({ mode: "userns", hostGlibc: "2.28" });
    expect(
      await targetOf("--target", "t.toml", "--host-glibc", "2.34", "--tmp-size", "2G", "--mode", "root"),
    ).toMatchObject({ mode: "root", hostGlibc: "2.34", tmpBytes: 2 * 1024 ** 3 });
    expect(await targetOf()).toMatchObject({ mode: "suid-fakeroot" });
    expect(await targetOf("--mode", "host")).toHaveProperty("mode", expect.not.stringMatching("host"));
    expect((await run(cwd, "--tmp-size", "big", "x.def")).stderr).toBe(
      "deflint: --tmp-size big is no size; write it as 4G\n",
    );
  });

  it("takes a check behind its flags for the command", async () => {
    const cwd = makeFiles({ "x.def": "echo LOST\n" });
    expect(await run(cwd, "--mode", "root", "check", "x.def")).toMatchObject({ exitCode: 1, stderr: "" });
  });

  it("shows a diff on a terminal without the recipe's control characters", async () => {
    const cwd = makeFiles({ "x.def": "echo \x1b[31m BAD\n" });
    const io = makeFakeIo(cwd);
    await main(["--diff", "x.def"], { ...io, stdout: { ...io.stdout, columns: 80 } });
    expect(io.written.stdout).toContain("-echo \\x1b[31m BAD");
    expect((await run(cwd, "--diff", "x.def")).stdout).toContain("-echo \x1b[31m BAD");
  });

  it("goes on after trouble, says each in one line, and exits 2", async () => {
    const cwd = makeFiles({ "x.def": "echo LOST\n", "crash.def": "CRASH\n", "image.def": Buffer.from("\x7fELF....") });
    mkdirSync(join(cwd, "empty"));
    const { exitCode, stdout, stderr } = await run(cwd, "missing.def", "image.def", "crash.def", "empty", "x.def");
    expect(exitCode).toBe(2);
    expect(stdout).toContain("x.def:4:6: warning");
    expect(stderr.trimEnd().split("\n")).toEqual([
      "deflint: missing.def: does not exist",
      "deflint: image.def: is a program (ELF), not a definition file",
      "deflint: crash.def: could not be judged, which is a bug of deflint: boom\\x0aat somewhere",
      "deflint: empty: holds no definition file (*.def, *.apptainer, *.singularity, Apptainer, Apptainer.*, Singularity and Singularity.*)",
    ]);
  });

  it("prints JSON with problems in it", async () => {
    const cwd = makeFiles({ "x.def": "echo LOST DIRTY\n" });
    const { exitCode, stdout } = await run(cwd, "--format", "json", "--mode", "userns", "x.def", "missing.def");
    expect(exitCode).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({
      target: { mode: "userns", engine: "apptainer" },
      files: [
        { path: "x.def", findings: [{ code: "DF995" }], problems: [] },
        { path: "missing.def", findings: [], problems: [{ kind: "unreadable" }] },
      ],
      summary: { files: 1, hygiene: 1 },
    });
    expect(JSON.parse((await run(cwd, "--hygiene", "--format=json", "x.def")).stdout).files[0].findings).toHaveLength(
      2,
    );
  });

  it("hands target and build arguments to the linter", async () => {
    const cwd = makeFiles({ "x.def": "" });
    writeFileSync(join(cwd, "arguments"), "# a comment\n\nA = 1\r\nB=2\nno pair\nC=\n");
    seen.length = 0;
    await run(
      cwd,
      "--mode=proot",
      "--build-arg",
      "B=3,D=x=y",
      "--build-arg-file",
      "arguments",
      "--build-arg=E= e ",
      "x.def",
    );
    const [options] = seen;
    expect(options?.target).toEqual({
      engine: "singularity-ce",
      mode: "proot",
      sources: expect.any(Function),
      today: expect.stringMatching(/^\d{4}-/),
      acceptsSyntax: expect.any(Function),
    });
    expect(Object.fromEntries(options?.buildArguments ?? [])).toEqual({ A: "1", B: "3", D: "x=y", E: "e" });
  });

  it("colours by flag, by output, and never against NO_COLOR", async () => {
    const cwd = makeFiles({ "x.def": "LOST\n" });
    const isColored = async (argv: string[], settings: Parameters<typeof makeFakeIo>[1]): Promise<boolean> => {
      const io = makeFakeIo(cwd, settings);
      await main([...argv, "x.def"], io);
      return io.written.stdout.includes("\u001b[");
    };
    expect(await isColored([], { color: false })).toBe(false);
    expect(await isColored([], { color: true })).toBe(true);
    expect(await isColored([], { color: true, env: { NO_COLOR: "1" } })).toBe(false);
    expect(await isColored([], { color: true, env: { NO_COLOR: "" } })).toBe(true);
    expect(await isColored(["--color"], { color: false, env: { NO_COLOR: "1" } })).toBe(true);
    expect(await isColored(["--no-color"], { color: true })).toBe(false);
  });

  it("takes the first word as a command only where it stands first", async () => {
    const cwd = makeFiles({ rules: "echo LOST\n", check: "echo LOST\n" });
    expect((await run(cwd, "./rules")).stdout).toContain("rules:4:6");
    expect((await run(cwd, "check", "rules")).stdout).toContain("rules:4:6");
    expect((await run(cwd, "--", "rules")).stdout).toContain("rules:4:6");
    expect((await run(cwd, "--no-color", "rules")).stdout).toContain("rules:4:6");
    expect((await run(cwd, "./check")).stdout).toContain("check:4:6");
    expect((await run(cwd, "rules")).stdout).not.toContain("rules:4:6");
  });
});
