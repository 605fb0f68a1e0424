import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeSnapshot, type Outcome, type Snapshot } from "./snapshot.ts";

const CLEAN = "Bootstrap: docker\nFrom: docker.io/library/debian:12\n%post\n    echo well\n";
/** An account command: an error for every build that cannot add users. */
const BROKEN = "Bootstrap: docker\nFrom: docker.io/library/rockylinux:9\n%post\n    useradd app\n";

const isMissing = spawnSync("pre-commit", ["--version"]).status !== 0;
if (isMissing) console.warn("\n!!! SKIPPED: the tests of the pre-commit hooks, because pre-commit is not installed\n");

let snapshot: Snapshot;
let project: string;

function runHook(id: string): Outcome {
  return snapshot.run(project, "pre-commit", ["run", "--all-files", "--verbose", id]);
}

function write(path: string, content: string | Buffer): void {
  mkdirSync(join(project, path, ".."), { recursive: true });
  writeFileSync(join(project, path), content);
  snapshot.run(project, "git", ["add", "-A"]);
}

describe.skipIf(isMissing)("the pre-commit hooks, from a bare clone", () => {
  beforeAll(() => {
    snapshot = makeSnapshot();
    project = join(snapshot.directory, "project");
    mkdirSync(project);
    snapshot.run(project, "git", ["init", "-q", "."]);
    const rev = snapshot.run(project, "git", ["--git-dir", snapshot.repository, "rev-parse", "HEAD"]).stdout.trim();
    const hooks = "[{ id: deflint }, { id: deflint-fix }]";
    write(".pre-commit-config.yaml", `repos:\n- repo: ${snapshot.repository}\n  rev: ${rev}\n  hooks: ${hooks}\n`);
  });
  afterAll(() => rm(snapshot.directory, { recursive: true, force: true }));

  it("install and pass over other files", () => {
    write("readme.txt", "nothing\n");
    const { status, output } = runHook("deflint");
    expect(status, output).toBe(0);
    expect(output).toContain("no files to check");
  });

  it("take recipes by name, and no images", () => {
    write("a.def", CLEAN);
    write("d/Singularity.gpu", CLEAN);
    write("Singularity.sif", Buffer.from("#!/usr/bin/env run-singularity\n\0SIF_MAGIC\0"));
    const { status, output } = runHook("deflint");
    expect(status, output).toBe(0);
    expect(output).toContain("in 2 files");
  });

  it("leave out what the configuration excludes, and pass over files that are no definition files", () => {
    write("old/broken.def", BROKEN);
    write("deflint.toml", 'exclude = ["old"]\n');
    write("win.def", "LIBRARY fft\nEXPORTS\n    fft_plan\n");
    write("Singularity.md", "How to use the image.\n");
    const { status, output } = runHook("deflint");
    expect(status, output).toBe(0);
    expect(output).toContain("in 2 files");
    expect(output).toContain("win.def is a module definition of Windows");
  });

  it("fail on findings, and one of them mends", () => {
    write("broken.def", BROKEN);
    const checked = runHook("deflint");
    expect(checked.status, checked.output).toBe(1);
    expect(checked.output).toContain("broken.def:4:5: error DF103");
    expect(readFileSync(join(project, "broken.def"), "utf8")).toBe(BROKEN);
    const fixed = runHook("deflint-fix");
    expect(fixed.status, fixed.output).toBe(1);
    expect(fixed.output).toContain("files were modified by this hook");
    snapshot.run(project, "git", ["add", "-A"]);
    const again = runHook("deflint-fix");
    expect(again.status, again.output).toBe(0);
  });

  it("run before a commit on only what is staged, mend, and let the mended recipe pass", () => {
    const commit = (): Outcome =>
      snapshot.run(project, "git", ["-c", "user.name=t", "-c", "user.email=t@example.org", "commit", "-m", "recipes"], {
        SKIP: "deflint",
      });
    const installed = snapshot.run(project, "pre-commit", ["install"]);
    expect(installed.status, installed.output).toBe(0);
    write("staged.def", CLEAN);
    writeFileSync(join(project, "staged.def"), BROKEN);
    const passed = commit();
    expect(passed.status, passed.output).toBe(0);
    expect(snapshot.run(project, "git", ["show", "HEAD:staged.def"]).stdout).toBe(CLEAN);
    expect(readFileSync(join(project, "staged.def"), "utf8")).toBe(BROKEN);

    snapshot.run(project, "git", ["add", "-A"]);
    const stopped = commit();
    expect(stopped.status, stopped.output).toBe(1);
    expect(stopped.output).toContain("DF103");
    snapshot.run(project, "git", ["add", "-A"]);
    const mended = commit();
    expect(mended.status, mended.output).toBe(0);
    expect(snapshot.run(project, "git", ["show", "HEAD:staged.def"]).stdout).toContain("deflint account stub");
  });
});
