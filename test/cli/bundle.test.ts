import { execFileSync, spawn, spawnSync } from "node:child_process";
import { openSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { rules } from "#rules/index.ts";
import { docs } from "../../src/docs/index.ts";
import { makeTemporaryDirectory } from "../temporary-directory.ts";

const root = join(import.meta.dirname, "../..");
let dist = "";

function run(...argv: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(dist, "cli.cjs"), ...argv], {
    encoding: "utf8",
  });
  return { status, stdout, stderr };
}

describe("the bundle", () => {
  beforeAll(async () => {
    const { mkdtempSync, rmSync } = await import("node:fs");
    const { tmpdir } = await import("node:os");
    dist = join(mkdtempSync(join(tmpdir(), "deflint-bundle-")), "dist");
    const build = pathToFileURL(join(root, "scripts/build.mjs")).href;
    execFileSync(process.execPath, [
      "-e",
      `import("${build}").then(({ buildInto }) => buildInto(${JSON.stringify(dist)}))`,
    ]);
    return () => rmSync(join(dist, ".."), { recursive: true });
  });

  it("is one executable file that asks for nothing but Node", () => {
    const path = join(dist, "cli.cjs");
    const code = readFileSync(path, "utf8");
    expect(statSync(path).mode & 0o777).toBe(0o755);
    expect(code.startsWith("#!/usr/bin/env node\n")).toBe(true);
    const required = [...code.matchAll(/\brequire\("([^"]+)"\)/g)].map(([, name]) => name);
    // What stands beside it is read by the commands that need it.
    const beside = ["./docs.json", "./lsp.cjs"];
    expect(required.filter((name = "") => !isBuiltin(name) && !beside.includes(name))).toEqual([]);
  });

  it.each([[], ["--fix"], ["--diff"]])(
    "lets Ctrl-C end the wait for standard input: %j",
    async (...flags) => {
      const program = join(makeTemporaryDirectory(), "shellcheck");
      writeFileSync(program, "#!/bin/sh\nexit 0\n", { mode: 0o755 });
      const argv = [join(dist, "cli.cjs"), ...flags, "--shellcheck", program, "-"];
      const child = spawn(process.execPath, argv, { stdio: ["pipe", "ignore", "ignore"] });
      const ended = new Promise((resolve) => child.once("exit", (_code, signal) => resolve(signal)));
      const again = setInterval(() => child.kill("SIGINT"), 1000);
      const late = setTimeout(() => child.kill("SIGKILL"), 8000);
      expect(await ended).toBe("SIGINT");
      clearInterval(again);
      clearTimeout(late);
    },
    10_000,
  );

  it("has the documentation of every rule beside it, and none inside", () => {
    expect(JSON.parse(readFileSync(join(dist, "docs.json"), "utf8"))).toEqual(JSON.parse(JSON.stringify(docs)));
    expect(docs.map(({ code }) => code)).toEqual(rules.map(({ meta }) => meta.code));
    const code = readFileSync(join(dist, "cli.cjs"), "utf8");
    for (const { meta } of rules) {
      expect(meta.why.length).toBeGreaterThan(40);
      // The longest run of plain letters: escapes and quotes are written differently in the bundle, and a message may
      // quote the same words as a reason does.
      const runs = (meta.why.match(/[A-Za-z ,.]{30,}/g) ?? []).sort((one, other) => other.length - one.length);
      expect(runs[0], meta.name).toBeDefined();
      expect(code.includes(runs[0] ?? ""), `${meta.name}: ${runs[0]}`).toBe(false);
    }
  });

  it.each([
    "src/reporters/findings.schema.json",
    "src/build/report/report.schema.json",
    "src/diagnosis/diagnosis.schema.json",
    "src/config/deflint.schema.json",
  ])("ships %s", (path) => {
    const shipped = readFileSync(join(dist, basename(path)), "utf8");
    expect(shipped).toBe(readFileSync(join(root, path), "utf8"));
  });

  it("ships the profiles of sites, and finds them", () => {
    const directory = makeTemporaryDirectory();
    writeFileSync(join(directory, "site.toml"), 'extends = "deflint:lumi"\n');
    const { stdout, status } = run("--config", join(directory, "site.toml"), "--print-config", "x.def");
    expect(status).toBe(0);
    expect(stdout).toContain('mode = "proot" # deflint:lumi\n');
    expect(readdirSync(join(dist, "profiles"))).toEqual(readdirSync(join(root, "src/config/profiles")));
  });

  it("runs", () => {
    expect(run("--version")).toEqual({ status: 0, stdout: "0.1.0\n", stderr: "" });
    expect(run("/nonexistent/x.def")).toEqual({
      status: 2,
      stdout: "",
      stderr: "deflint: /nonexistent/x.def: does not exist\n",
    });
    expect(run("rules", "--format", "json").status).toBe(0);
    expect(run("build", "--help").status).toBe(0);
  });

  it("is a library for import and require", () => {
    const use =
      'rules.every(({ meta }) => meta.why.length > 40 && meta.sources.length > 0) && lint("Bootstrap: docker\\n").length >= 0 && parse("") && fix("").text === "" ? "well" : "ill"';
    const index = JSON.stringify(join(dist, "index.cjs"));
    expect(
      execFileSync(process.execPath, ["-p", `const { lint, parse, fix, rules } = require(${index}); ${use}`], {
        encoding: "utf8",
      }),
    ).toBe("well\n");
    const code = `import { lint, parse, fix, rules } from ${index}; console.log(${use});`;
    expect(execFileSync(process.execPath, ["--input-type=module", "-e", code], { encoding: "utf8" })).toBe("well\n");
  });

  it("reads standard input", () => {
    const input = "Bootstrap: docker\nFrom: alpine:3.22\n";
    const { status, stdout } = spawnSync(process.execPath, [join(dist, "cli.cjs"), "--format", "json", "-"], {
      input,
      encoding: "utf8",
    });
    expect(status).toBe(0);
    expect(JSON.parse(stdout).files[0].path).toBe("-");
    const fixed = spawnSync(process.execPath, [join(dist, "cli.cjs"), "--fix", "-"], { input, encoding: "utf8" });
    expect(fixed.stdout).toBe(input);
    const hazard = `${input}%post\n    useradd app\n`;
    const mended = spawnSync(process.execPath, [join(dist, "cli.cjs"), "--fix", "-"], {
      input: hazard,
      encoding: "utf8",
    });
    expect(mended.stdout.length).toBeGreaterThan(hazard.length);
    expect(mended.stdout.startsWith(input)).toBe(true);
    expect(mended.stderr).toContain("-: fixed");
  });

  it("is quiet when its reader leaves", async () => {
    const child = spawn(process.execPath, [join(dist, "cli.cjs"), "--help"], { stdio: ["ignore", "pipe", "pipe"] });
    child.stdout.destroy();
    let stderr = "";
    child.stderr.on("data", (data) => {
      stderr += data;
    });
    const status = await new Promise((resolve) => child.on("close", resolve));
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  });

  it("says so when the output cannot be written", () => {
    const path = join(makeTemporaryDirectory(), "x.def");
    writeFileSync(path, "Bootstrap: docker\nFrom: alpine:3.22\n");
    const stdio = ["ignore", openSync("/dev/full", "w"), "pipe"] as const;
    const { status, stderr } = spawnSync(process.execPath, [join(dist, "cli.cjs"), path], {
      stdio: [...stdio],
      encoding: "utf8",
    });
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr: "deflint: the output cannot be written: no space left on the disk\n",
    });
  });
});
