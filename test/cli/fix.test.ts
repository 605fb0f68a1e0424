import { execFileSync, spawn } from "node:child_process";
import { lstatSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { draftPathFor } from "../../src/files/draft.ts";
import { main } from "../../src/main.ts";
import { makeFakeIo } from "../fake-io.ts";
import { HEAD, makeFiles, read, run, seen } from "./capital-words.ts";

vi.mock("../../src/engine/lint.ts", () => import("./capital-words.ts"));

describe("deflint --fix", () => {
  it("says where a fix was left out, and lets the others through", async () => {
    const cwd = makeFiles({ "x.def": "HARM\necho BAD\n" });
    const { stdout, exitCode } = await run(cwd, "--fix", "x.def");
    expect(read(cwd, "x.def")).toBe("HARM\necho good\n");
    expect(stdout).toContain(
      "x.def:4:1: info DF904 fix-dropped: A fix was left out (say if then): it would make a shell syntax error. This is a bug",
    );
    expect(exitCode).toBe(1);
  });

  it("writes safe fixes of every severity and shows what remains", async () => {
    const cwd = makeFiles({ "x.def": "echo BAD NOTE RISKY DIRTY\n" });
    const { exitCode, stdout } = await run(cwd, "--fix", "x.def");
    expect(read(cwd, "x.def")).toBe("echo good noted RISKY DIRTY\n");
    expect(exitCode).toBe(1);
    expect(stdout).toContain("x.def: fixed\n  DF991 test-rule: say good\n  DF993 test-rule: say noted\n");
    expect(stdout).toContain("x.def:4:17: error DF992");
    expect(stdout).toContain("1 error left in 1 file\n2 fixed, 1 more with --unsafe-fixes\n");
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
      files: [{ findings: [{ code: "DF995", range: { start: { line: 3, character: 5 } } }] }],
      summary: { fixed: 1, warnings: 1 },
    });
  });

  it("judges each text once: the recipe, and what each pass made of it", async () => {
    const cwd = makeFiles({ "x.def": "BAD\n", "y.def": "LOST\n" });
    seen.length = 0;
    await run(cwd, "--fix", "x.def", "y.def");
    expect(seen).toHaveLength(3);
  });

  it("fixes a file of two names once", async () => {
    const cwd = makeFiles({ "x.def": "BAD\n" });
    symlinkSync("x.def", join(cwd, "link.def"));
    expect(await run(cwd, "--fix", "link.def", "x.def")).toMatchObject({ exitCode: 0, stderr: "" });
    expect(read(cwd, "x.def")).toBe("good\n");
    expect(lstatSync(join(cwd, "link.def")).isSymbolicLink()).toBe(true);
  });

  it("removes what a killed deflint left beside a recipe that needs no fix", async () => {
    const cwd = makeFiles({ "x.def": "fine\n", "d/y.def": "fine\n" });
    const draft = draftPathFor(join(cwd, "d/y.def"));
    writeFileSync(draft.replace(/-\d+-(\w+)$/, "-1-$1"), "half");
    writeFileSync(draft, "of a process that runs");
    await run(cwd, "d/y.def");
    expect(readdirSync(join(cwd, "d"))).toHaveLength(3);
    await run(cwd, "--fix", "x.def", "d");
    expect(readdirSync(join(cwd, "d")).sort()).toEqual([basename(draft), "y.def"].sort());
  });

  it("never reads a pipe a second time", async () => {
    const cwd = makeFiles({});
    const pipe = join(cwd, "x.def");
    execFileSync("mkfifo", [pipe]);
    spawn("sh", ["-c", `printf 'Bootstrap: a\\nFrom: b\\n%%post\\necho BAD\\n' > "${pipe}"`]);
    const { exitCode, stderr } = await run(cwd, "--fix", "x.def");
    expect(stderr).toBe("deflint: x.def: not fixed: it is no regular file\n");
    expect(exitCode).toBe(2);
  });

  it("never fixes invalid UTF-8, and says so", async () => {
    const bytes = Buffer.concat([Buffer.from(`${HEAD}BAD `), Buffer.from([0xff, 0x0a])]);
    const cwd = makeFiles({ "x.def": bytes, "y.def": "BAD\n" });
    const { exitCode, stdout, stderr } = await run(cwd, "--fix", "x.def", "y.def");
    expect(exitCode).toBe(2);
    expect(readFileSync(join(cwd, "x.def"))).toEqual(bytes);
    expect(read(cwd, "y.def")).toBe("good\n");
    expect(stdout).toContain("x.def:4:1: warning DF991");
    expect(stderr).toBe("deflint: x.def: not fixed: it is not valid UTF-8\n");
  });

  it("says when a file cannot be written, and shows its findings as they are", async () => {
    const cwd = makeFiles({ "x.def": "BAD\n" });
    const io = makeFakeIo(cwd);
    const { fixing } = await import("../../src/commands/check/fix.ts");
    const { writeFile } = await import("../../src/commands/check/write-files.ts");
    const { checkFile } = await import("../../src/engine/run.ts");
    const options = {
      rules: [],
      target: { engine: "apptainer", mode: "root", today: "2026-11-22" },
      cwd,
      hygiene: false,
    } as const;
    const checked = checkFile("x.def", options);
    writeFileSync(join(cwd, "x.def"), "changed meanwhile\n");
    expect(writeFile(checked, fixing({ unsafe: false }), options, io)).toMatchObject({
      findings: [{ code: "DF991" }],
      fixed: [],
      problems: [{ kind: "unreadable", message: "not fixed: it was changed by someone else since it was read" }],
    });
    expect(readFileSync(join(cwd, "x.def"), "utf8")).toBe("changed meanwhile\n");
  });

  it("ends between two files on a signal", async () => {
    const cwd = makeFiles({ "a.def": "BAD\n", "b.def": "BAD\n" });
    let released = false;
    const onSignal = (handler: (signal: "SIGTERM") => void) => {
      handler("SIGTERM");
      return () => {
        released = true;
      };
    };
    expect(await main(["--fix", "a.def", "b.def"], { ...makeFakeIo(cwd), onSignal })).toBe(143);
    expect([read(cwd, "a.def"), read(cwd, "b.def")]).toEqual(["good\n", "BAD\n"]);
    expect(released).toBe(true);
  });
});
