import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import type { SourceText } from "#grammar/source.ts";
import type { LintOptions } from "../../src/engine/lint.ts";
import { main } from "../../src/main.ts";
import { type FakeIo, makeFakeIo } from "../fake-io.ts";
import { makeFinding, replaceWord } from "../findings.ts";
import { makeTemporaryDirectory } from "../temporary-directory.ts";

const seen = vi.hoisted(() => ({ options: [] as unknown[] }));

// A linter whose findings are words in capitals.
vi.mock("../../src/engine/lint.ts", () => ({
  lint: (source: SourceText, options: LintOptions) => {
    seen.options.push(options);
    if (source.text.includes("CRASH")) throw new Error("boom\nat somewhere");
    return [
      ...replaceWord("BAD", "good", { code: "DF901" })(source.text),
      ...replaceWord("RISKY", "tame", { code: "DF902", severity: "error", safety: "unsafe" })(source.text),
      ...replaceWord("NOTE", "noted", { code: "DF903", severity: "info" })(source.text),
      ...replaceWord("DIRTY", "clean", { code: "DF904", severity: "info", hygiene: true })(source.text),
      ...[...source.text.matchAll(/LOST/g)].map(({ index }) => makeFinding(index, index + 4, { code: "DF905" })),
    ];
  },
}));

const HEAD = "Bootstrap: docker\nFrom: x\n%post\n";

interface Outcome {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly io: FakeIo;
}

async function run(cwd: string, ...argv: readonly string[]): Promise<Outcome> {
  const io = makeFakeIo(cwd);
  const exitCode = await main(argv, io);
  return { exitCode, ...io.written, io };
}

function makeFiles(files: Readonly<Record<string, string | Uint8Array>>): string {
  const directory = makeTemporaryDirectory();
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(join(directory, name, ".."), { recursive: true });
    writeFileSync(join(directory, name), typeof content === "string" ? `${HEAD}${content}` : content);
  }
  return directory;
}

const read = (directory: string, name: string): string => readFileSync(join(directory, name), "utf8").replace(HEAD, "");

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
      "x.def:4:6: warning DF901 test-rule: a test says so\n4 | echo BAD\n  |      ^^^\n  = fix: say good (--fix)\n",
    );
    expect(stdout).toContain("d/y.def:4:6: warning DF905");
    expect(stdout).toMatch(/\n2 warnings in 2 files\n1 fixable with --fix \(--diff shows it\)\n$/);
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
      "deflint: empty: holds no definition file (*.def, Singularity, Singularity.*)",
    ]);
  });

  it("prints JSON with problems in it", async () => {
    const cwd = makeFiles({ "x.def": "echo LOST DIRTY\n" });
    const { exitCode, stdout } = await run(cwd, "--format", "json", "--mode", "userns", "x.def", "missing.def");
    expect(exitCode).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({
      target: { mode: "userns", engine: "apptainer" },
      files: [
        { path: "x.def", findings: [{ code: "DF905" }], problems: [] },
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
    seen.options.length = 0;
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
    const [options] = seen.options as [LintOptions];
    expect(options.target).toEqual({
      engine: "singularity-ce",
      mode: "proot",
      today: expect.stringMatching(/^\d{4}-/),
    });
    expect(Object.fromEntries(options.buildArguments ?? [])).toEqual({ A: "1", B: "3", D: "x=y", E: "e" });
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

describe("deflint --fix", () => {
  it("writes safe fixes of every severity and shows what remains", async () => {
    const cwd = makeFiles({ "x.def": "echo BAD NOTE RISKY DIRTY\n" });
    const { exitCode, stdout } = await run(cwd, "--fix", "x.def");
    expect(read(cwd, "x.def")).toBe("echo good noted RISKY DIRTY\n");
    expect(exitCode).toBe(1);
    expect(stdout).toContain("x.def: fixed\n  DF901 test-rule: say good\n  DF903 test-rule: say noted\n");
    expect(stdout).toContain("x.def:4:17: error DF902");
    expect(stdout).toContain("2 fixes applied; 1 error in 1 file\n1 fixable with --fix --unsafe-fixes\n");
    expect(readdirSync(cwd)).toEqual(["x.def"]);
  });

  it("also writes unsafe ones when asked, then has nothing left to do", async () => {
    const cwd = makeFiles({ "x.def": "echo BAD RISKY DIRTY\n" });
    expect((await run(cwd, "--fix", "--unsafe-fixes", "--hygiene", "x.def")).exitCode).toBe(0);
    expect(read(cwd, "x.def")).toBe("echo good tame clean\n");
    expect((await run(cwd, "--fix", "--unsafe-fixes", "x.def")).stdout).toBe("nothing found in 1 file\n");
  });

  it("counts in JSON what was fixed", async () => {
    const cwd = makeFiles({ "x.def": "BAD LOST\n" });
    expect(JSON.parse((await run(cwd, "--fix", "--format=json", "x.def")).stdout)).toMatchObject({
      files: [{ findings: [{ code: "DF905", range: { start: { line: 3, character: 5 } } }] }],
      summary: { fixed: 1, warnings: 1 },
    });
  });

  it("never fixes invalid UTF-8, and says so", async () => {
    const bytes = Buffer.concat([Buffer.from(`${HEAD}BAD `), Buffer.from([0xff, 0x0a])]);
    const cwd = makeFiles({ "x.def": bytes, "y.def": "BAD\n" });
    const { exitCode, stdout, stderr } = await run(cwd, "--fix", "x.def", "y.def");
    expect(exitCode).toBe(2);
    expect(readFileSync(join(cwd, "x.def"))).toEqual(bytes);
    expect(read(cwd, "y.def")).toBe("good\n");
    expect(stdout).toContain("x.def:4:1: warning DF901");
    expect(stderr).toBe("deflint: x.def: not fixed: it is not valid UTF-8\n");
  });

  it("says when a file cannot be written, and shows its findings as they are", async () => {
    const cwd = makeFiles({ "x.def": "BAD\n" });
    const io = makeFakeIo(cwd);
    const { fixFile } = await import("../../src/commands/fix.ts");
    const { checkFile } = await import("../../src/engine/run.ts");
    const { lint } = await import("../../src/engine/lint.ts");
    const options = {
      lint,
      rules: [],
      target: { engine: "apptainer", mode: "root", today: "2026-11-22" },
      cwd,
      hygiene: false,
    } as const;
    const checked = checkFile("x.def", options);
    writeFileSync(join(cwd, "x.def"), "changed meanwhile\n");
    expect(fixFile(checked, false, options, io)).toMatchObject({
      findings: [{ code: "DF901" }],
      fixed: [],
      problems: [{ kind: "unreadable", message: "not fixed: it was changed by someone else since it was read" }],
    });
    expect(readFileSync(join(cwd, "x.def"), "utf8")).toBe("changed meanwhile\n");
  });

  it("ends between two files on a signal", async () => {
    const cwd = makeFiles({ "a.def": "BAD\n", "b.def": "BAD\n" });
    const onSignal = (handler: (signal: "SIGTERM") => void) => {
      handler("SIGTERM");
      return () => {};
    };
    expect(await main(["--fix", "a.def", "b.def"], { ...makeFakeIo(cwd), onSignal })).toBe(143);
    expect([read(cwd, "a.def"), read(cwd, "b.def")]).toEqual(["good\n", "BAD\n"]);
  });
});

describe("deflint --diff", () => {
  it("prints what git apply takes, writes nothing, and exits 1", async () => {
    const cwd = makeFiles({ "d/x.def": "echo BAD RISKY\n", "y.def": "fine\n", "z.def": "LOST\n" });
    const { exitCode, stdout, stderr } = await run(cwd, "--diff", ".");
    expect(exitCode).toBe(1);
    expect(stdout.match(/^---.*$/gm)).toEqual(["--- a/d/x.def"]);
    expect(stderr).toBe("deflint: 1 more with --unsafe-fixes\n");
    expect(read(cwd, "d/x.def")).toBe("echo BAD RISKY\n");
    execFileSync("git", ["init", "-q", cwd]);
    execFileSync("git", ["apply"], { cwd, input: stdout });
    expect(read(cwd, "d/x.def")).toBe("echo good RISKY\n");
    expect((await run(cwd, "--diff", ".")).stdout).toBe("");
  });

  it("exits 0 where there is nothing to mend, whatever was found", async () => {
    expect(await run(makeFiles({ "x.def": "LOST\n" }), "--diff", "x.def")).toMatchObject({
      exitCode: 0,
      stdout: "",
      stderr: "",
    });
  });

  it("names the file that a link stands for, once", async () => {
    const cwd = makeFiles({ "d/x.def": "BAD\n" });
    symlinkSync("d/x.def", join(cwd, "link.def"));
    const { stdout } = await run(cwd, "--diff", "link.def", "d/x.def");
    expect(stdout.match(/^---.*$/gm)).toEqual(["--- a/d/x.def"]);
  });

  it("exits 2 on trouble, after the diffs of the others", async () => {
    const { exitCode, stdout, stderr } = await run(makeFiles({ "x.def": "BAD\n" }), "--diff", "missing.def", "x.def");
    expect(exitCode).toBe(2);
    expect(stdout).toContain("+good");
    expect(stderr).toBe("deflint: missing.def: does not exist\n");
  });
});
