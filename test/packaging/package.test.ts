import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeSnapshot, type Snapshot } from "./snapshot.ts";

const RECIPE = "Bootstrap: docker\nFrom: docker.io/library/debian:12\n%post\n    echo well\n";

let snapshot: Snapshot;
let clone: string;
let tarball: string;

function makeDirectory(name: string): string {
  const path = join(snapshot.directory, name);
  mkdirSync(path, { recursive: true });
  writeFileSync(join(path, "x.def"), RECIPE);
  return path;
}

function expectWell({ status, output }: { status: number | null; output: string }): void {
  expect(status, output).toBe(0);
}

describe("a fresh clone", () => {
  beforeAll(() => {
    snapshot = makeSnapshot();
    clone = join(snapshot.directory, "clone");
    expectWell(snapshot.run(snapshot.directory, "git", ["clone", "-q", snapshot.repository, clone]));
    expectWell(snapshot.run(clone, "npm", ["ci"]));
  });
  afterAll(() => rm(snapshot.directory, { recursive: true, force: true }));

  it("is built by npm ci and left clean by it", () => {
    expectWell(snapshot.run(clone, "node", ["dist/cli.cjs", "--version"]));
    expect(snapshot.run(clone, "git", ["status", "--porcelain"]).stdout).toBe("");
  });

  it("is packed with one line on standard output, the name of the file", () => {
    const { status, stdout, output } = snapshot.run(clone, "npm", ["pack"]);
    expect(status, output).toBe(0);
    expect(stdout).toMatch(/^deflint-\d+\.\d+\.\d+\.tgz\n$/);
    tarball = join(clone, stdout.trim());
    expect(statSync(tarball).size).toBeLessThan(1_000_000);
  });

  it("gives a package that installs alone and runs", () => {
    const project = makeDirectory("project");
    writeFileSync(join(project, "package.json"), "{}");
    expectWell(snapshot.run(project, "npm", ["install", tarball]));
    expect(readdirSync(join(project, "node_modules")).filter((name) => !name.startsWith("."))).toEqual(["deflint"]);
    const files = readdirSync(join(project, "node_modules/deflint"), { recursive: true, encoding: "utf8" }).sort();
    expect(files).toEqual(
      expect.arrayContaining([
        "LICENSE",
        "dist/cli.cjs",
        "dist/docs.json",
        "dist/findings.schema.json",
        "dist/lsp.cjs",
      ]),
    );
    expect(files.filter((name) => /^(src|rules|test|scripts|node_modules)/.test(name))).toEqual([]);
    expectWell(snapshot.run(project, "npx", ["deflint", "x.def"]));
    expectWell(
      snapshot.run(project, "node", ["-e", 'require("deflint").lint(""); require("deflint/findings.schema.json")']),
    );
    expectWell(snapshot.run(project, "npm", ["exec", "--", "deflint", "rules"]));
  });

  it("installs as a dependency from its repository", () => {
    const project = makeDirectory("git-project");
    writeFileSync(join(project, "package.json"), "{}");
    expectWell(snapshot.run(project, "npm", ["install", `git+file://${snapshot.repository}`]));
    expectWell(snapshot.run(project, "npx", ["deflint", "x.def"]));
  });

  it("installs globally from its repository, twice", () => {
    const prefix = makeDirectory("prefix");
    const env = { npm_config_prefix: prefix };
    for (let turn = 0; turn < 2; turn++) {
      expectWell(snapshot.run(prefix, "npm", ["install", "-g", `git+file://${snapshot.repository}`], env));
      expectWell(snapshot.run(prefix, join(prefix, "bin/deflint"), ["x.def"]));
    }
    const installed = join(prefix, "lib/node_modules/deflint");
    expect(JSON.parse(readFileSync(join(installed, "package.json"), "utf8")).name).toBe("deflint");
    expect(readdirSync(installed)).not.toContain("node_modules");
  });
});
