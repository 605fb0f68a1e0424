/** The README's ways to have recipes checked before a commit that need no pre-commit, in real repositories. */
import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { RECIPE_NAMES } from "../../src/files/recipe-names.ts";
import { type Home, makeHome } from "../home.ts";
import { snippet } from "../snippet.ts";

const CLEAN = "Bootstrap: docker\nFrom: docker.io/library/debian:12\n%post\n    echo well\n";
const BROKEN = CLEAN.replace("echo well", "useradd app");
/** A warning that no safe fix mends. */
const UNMENDED = CLEAN.replace("echo well", "pip install torch");
/** The last of lint-staged that runs on Node 20. */
const LINT_STAGED = "lint-staged@16.3.4";

const isMissing = spawnSync("git", ["--version"]).status !== 0;
if (isMissing) console.warn("\n!!! SKIPPED: the tests of git hooks, because git is not installed\n");

let home: Home;
beforeAll(() => {
  home = makeHome();
});
afterAll(() => home.remove());

interface Repository {
  write(path: string, text: string): void;
  run(program: string, ...words: string[]): { readonly status: number | null; readonly output: string };
  /** Commits what is staged; the hook of the repository runs. */
  commit(): { readonly status: number | null; readonly output: string };
}

function makeRepository(hook: string): Repository {
  const directory = mkdtempSync(join(home.directory, "repository-"));
  const run: Repository["run"] = (program, ...words) => {
    const { status, stdout, stderr } = spawnSync(program, words, { cwd: directory, env: home.env, encoding: "utf8" });
    return { status, output: `${stdout}${stderr}` };
  };
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), text);
  };
  run("git", "init", "-q", ".");
  write(".git/hooks/pre-commit", hook);
  chmodSync(join(directory, ".git/hooks/pre-commit"), 0o755);
  const person = ["-c", "user.name=test", "-c", "user.email=test@example.org"];
  return { write, run, commit: () => run("git", ...person, "commit", "-q", "-m", "recipes") };
}

describe.skipIf(isMissing)("the hook of git's own", () => {
  const hook = snippet("README.md", "pre-commit");
  const makeHooked = () => makeRepository(hook);

  it("takes recipes by the names that deflint does", () => {
    expect(hook).toContain(`'${RECIPE_NAMES.files}'`);
    expect(hook).toContain(`'${RECIPE_NAMES.exclude}'`);
  });

  it("stops a commit with findings, and lets it pass once they are mended", () => {
    const { write, run, commit } = makeHooked();
    write("deep er/Singularity.gpu", BROKEN);
    run("git", "add", "-A");
    const stopped = commit();
    expect(stopped.status, stopped.output).not.toBe(0);
    expect(stopped.output).toContain("deep er/Singularity.gpu:4:5: error DF103");
    run("deflint", "--fix", ".");
    run("git", "add", "-A");
    const passed = commit();
    expect(passed.status, passed.output).toBe(0);
  });

  it("looks at what is staged, not at what stands in the working tree", () => {
    const { write, run, commit } = makeHooked();
    write("a.def", CLEAN);
    run("git", "add", "-A");
    write("a.def", BROKEN);
    write("b.def", BROKEN);
    expect(commit()).toMatchObject({ status: 0 });
    write("a.def", BROKEN);
    run("git", "add", "a.def");
    write("a.def", CLEAN);
    expect(commit().output).toContain("a.def:4:5: error DF103");
  });

  it("passes over other files, deleted recipes, and what the configuration excludes", () => {
    const { write, run, commit } = makeHooked();
    write("a.def", CLEAN);
    write("-b.def", CLEAN);
    write("old/c.def", BROKEN);
    write("Singularity.md", "# How to use the image\n");
    write("deflint.toml", 'exclude = ["old"]\n');
    run("git", "add", "-A");
    const first = commit();
    expect(first.status, first.output).toBe(0);
    expect(first.output).toContain("in 2 files");
    run("git", "rm", "-q", "a.def");
    expect(commit()).toEqual({ status: 0, output: "" });
  });
});

const tools = isMissing ? undefined : installLintStaged();

/** Installs lint-staged in a directory of its own. The directory; undefined where npm cannot. */
function installLintStaged(): string | undefined {
  const directory = mkdtempSync("/tmp/deflint-lint-staged-");
  writeFileSync(join(directory, "package.json"), "{}");
  const kept = Object.entries(process.env).filter(([name]) => !/^(npm_|INIT_CWD$|NODE_ENV$|VITEST)/i.test(name));
  const { status } = spawnSync("npm", ["install", "--no-audit", "--no-fund", LINT_STAGED], {
    cwd: directory,
    env: Object.fromEntries(kept),
    timeout: 300_000,
  });
  if (status === 0) return directory;
  console.warn("\n!!! SKIPPED: the test of lint-staged, because npm cannot get it\n");
  return undefined;
}

describe.skipIf(tools === undefined)("lint-staged", () => {
  afterAll(() => execFileSync("rm", ["-rf", tools ?? ""]));

  const makeHooked = () => {
    const repository = makeRepository(`#!/bin/sh\nexec '${tools}/node_modules/.bin/lint-staged'\n`);
    repository.write(".lintstagedrc.json", snippet("README.md", ".lintstagedrc.json"));
    repository.write("readme.txt", "nothing\n");
    repository.run("git", "add", "-A");
    // It needs a commit to go back to.
    repository.run("git", "-c", "user.name=t", "-c", "user.email=t@example.org", "commit", "-qnm", "first");
    return repository;
  };

  it("commits the mended recipe, and leaves alone what is not staged", () => {
    const { write, run, commit } = makeHooked();
    write("sub/Singularity.gpu", BROKEN);
    write("sub/Singularity.md", "# How to use the image\n");
    write("Apptainer", CLEAN);
    run("git", "add", "-A");
    write("Apptainer", `${CLEAN}# not staged\n`);
    const { status, output } = commit();
    expect(status, output).toBe(0);
    expect(run("git", "show", "HEAD:sub/Singularity.gpu").output).toContain("deflint account stub");
    expect(run("git", "show", "HEAD:Apptainer").output).toBe(CLEAN);
    expect(run("cat", "Apptainer").output).toBe(`${CLEAN}# not staged\n`);
  });

  it("stops a commit with findings that are not mended", () => {
    const { write, run, commit } = makeHooked();
    write("a.def", UNMENDED);
    run("git", "add", "-A");
    const stopped = commit();
    expect(stopped.status, stopped.output).not.toBe(0);
    expect(stopped.output).toContain("DF201");
    write("a.def", CLEAN);
    run("git", "add", "-A");
    expect(commit()).toMatchObject({ status: 0 });
  });
});
