import { chmodSync, existsSync, lstatSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it, vi } from "vitest";
import type { Finding } from "#rules/define-rule.ts";
import { TODAY } from "#rules/knowledge/today.ts";
import type { MendOptions } from "../../src/build/mend-contract.ts";
import { runBuild } from "../../src/commands/build.ts";
import { EVERY_RULE } from "../../src/engine/choice.ts";
import { makeError, makeHost, RECIPE, WORDS } from "./building-host.ts";
import { makeFakeHost, makeServices } from "./fake-host.ts";
import { stubMend } from "./stub-mend.ts";

vi.mock("../../src/host/places.ts", async (original) => ({
  ...(await original<typeof import("../../src/host/places.ts")>()),
  probePlace: (await import("./building-host.ts")).probeRoomyPlace,
}));

it("runs Apptainer on the mended recipe and keeps recipe, log and report", async () => {
  const host = makeHost(
    `${WORDS}; echo warned >&2; for last; do :; done; while read -r line; do echo "$line"; done < "$last"`,
  );
  expect(
    await runBuild(
      ["-F", "--bind", "/proc:/b", "out.sif", "r.def", "--notest", "--", "--new"],
      host.io,
      makeServices(),
    ),
  ).toBe(0);
  expect(host.out()).toMatch(/^\[build\]\n\[-F\]\n\[--bind\]\n\[\/proc:\/b\]\n\[--notest\]\n\[--new\]\n/);
  expect(host.out()).toMatch(
    /\[\.out\.sif\.deflint-(\w{6})\/out\.sif\]\n\[\.out\.sif\.deflint-\1\/out\.sif\.deflint\/recipe\.def\]\n/,
  );
  expect(host.out()).toContain("/proc/self/mounts");
  expect(host.err()).toContain("warned\n");
  expect(host.err()).toContain("mended in memory (DF101); out.sif.deflint/recipe.def will hold it");
  const kept = (name: string) => readFileSync(join(host.cwd, "out.sif.deflint", name), "utf8");
  expect(readdirSync(join(host.cwd, "out.sif.deflint")).sort()).toEqual(["build.log", "recipe.def", "report.json"]);
  expect(kept("build.log")).toContain("/out.sif]");
  expect(kept("build.log")).toContain("warned");
  expect(JSON.parse(kept("report.json"))).toMatchObject({
    version: 1,
    exitCode: 0,
    signal: null,
    applied: [{ code: "DF101", count: 1 }],
  });
  expect(readFileSync(join(host.cwd, "r.def"), "utf8")).toBe(RECIPE);
});

it("hands Apptainer the recipe as it was read when nothing is mended, and images and URIs unread", async () => {
  const host = makeHost(`${WORDS}; echo changed > plain.def; while read -r line; do echo "$line"; done < "$last"`);
  host.write("plain.def", "Bootstrap: docker\nFrom: x\n");
  expect(await runBuild(["out.sif", "plain.def"], host.io, makeServices())).toBe(0);
  expect(host.out()).toContain("/out.sif.deflint/recipe.def]\nBootstrap: docker\nFrom: x\n");
  host.apptainer(WORDS);
  const mend = () => {
    throw new Error("it was read");
  };
  expect(await runBuild(["two.sif", "docker://alpine"], host.io, makeServices({ mend }))).toBe(0);
  expect(host.out()).toContain("[docker://alpine]");
  mkdirSync(join(host.cwd, "sandbox/.singularity.d"), { recursive: true });
  expect(await runBuild(["three.sif", "sandbox"], host.io, makeServices({ mend }))).toBe(0);
});

it("binds a private directory of $TMPDIR and removes it", async () => {
  const host = makeHost(
    `${WORDS}; for word; do case $word in *,destination=/tmp) dir=\${word#type=bind,source=}; dir=\${dir%,*};; esac; done; echo x > "$dir/left"`,
  );
  expect(await runBuild(["out.sif", "r.def"], host.io, makeServices())).toBe(0);
  expect(host.out()).toMatch(
    new RegExp(`\\[--mount\\]\\n\\[type=bind,source=${host.cwd}/tmpdir/deflint-\\w+/tmp,destination=/tmp\\]`),
  );
  expect(readdirSync(join(host.cwd, "tmpdir"))).toEqual([]);
});

it.each([
  [["r.def", "out.sif"], "did you mean deflint build out.sif r.def ?"],
  [["out.sif", "missing.def"], "missing.def does not exist"],
  [["out.sif", "binary"], "binary is a program (ELF), not a definition file"],
  [["out.sif"], "it takes two names"],
  [["--build-arg-file", "missing", "out.sif", "r.def"], "--build-arg-file missing cannot be read: no such file"],
  [["--reproducible", "out.sif", "r.def"], "--reproducible came with Apptainer 1.5, and "],
  [
    ["--log-dir", "notes.txt", "out.sif", "r.def"],
    "notes.txt: the directory for recipe, log and report cannot be made (something else has that name)",
  ],
])("refuses %j in one line", async (argv, sentence) => {
  const host = makeHost("echo it ran");
  host.write("notes.txt", "mine");
  host.write("binary", "\u007fELF\u0002");
  const mend = (...given: Parameters<typeof stubMend>) => ({ ...stubMend(...given), text: RECIPE, changed: false });
  expect(await runBuild(argv, host.io, makeServices({ mend }))).toBe(2);
  expect(host.err()).toMatch(/^deflint build: .*\n$/);
  expect(host.err()).toContain(sentence);
  expect(host.out()).toBe("");
  expect(readFileSync(join(host.cwd, "notes.txt"), "utf8")).toBe("mine");
});

it("prints names without letting them speak to the terminal", async () => {
  const host = makeHost("exit 0");
  expect(await runBuild(["out.sif", "\u001b]0;x\u0007.def"], host.io, makeServices())).toBe(2);
  expect(host.err()).toContain("\\x1b]0;x\\x07.def does not exist");
});

it("stops at findings that Apptainer would refuse, and goes on after others", async () => {
  const host = makeHost("echo it ran");
  const left = [makeError("DF001")];
  const mend = (refused: readonly Finding[]) =>
    makeServices({ mend: (...given) => ({ ...stubMend(...given), findings: left, refused }) });
  expect(await runBuild(["out.sif", "r.def"], host.io, mend(left))).toBe(3);
  expect(host.out()).toBe("");
  expect(host.err()).toContain("out.sif.deflint/recipe.def: DF001 is wrong\n");
  expect(existsSync(join(host.cwd, "out.sif.deflint"))).toBe(false);
  expect(await runBuild(["out.sif", "r.def"], host.io, mend([]))).toBe(0);
  expect(host.out()).toContain("it ran");
});

it("gives a recipe that clears the host's /tmp one of its own, unless told not to", async () => {
  const host = makeHost(WORDS);
  delete host.env["TMPDIR"];
  const services = makeServices({ mend: (...given) => ({ ...stubMend(...given), deletesHostTmp: true }) });
  expect(await runBuild(["--dry-run", "out.sif", "r.def"], host.io, services)).toBe(0);
  expect(host.out()).toContain("%post sees /tmp/deflint-XXXXXX/tmp as /tmp\n");
  expect(await runBuild(["--no-bind-tmp", "out.sif", "r.def"], host.io, services)).toBe(0);
  expect(host.out()).not.toContain("[--mount]");
});

it("writes the mend into the recipe with --fix only", async () => {
  const host = makeHost("exit 0");
  const written: string[] = [];
  const services = makeServices({ writeRecipe: async (path) => void written.push(path) });
  await runBuild(["--fix", "--dry-run", "out.sif", "r.def"], host.io, services);
  await runBuild(["out.sif", "r.def"], host.io, services);
  expect(written).toEqual([]);
  expect(await runBuild(["--fix", "two.sif", "r.def"], host.io, services)).toBe(0);
  expect(written).toEqual(["r.def"]);
});

it("tells the linter what it knows", async () => {
  const host = makeHost("exit 0");
  host.program("getconf", "echo glibc 2.28");
  host.write("args", "# comment\nA=1\nB=2\n");
  let seen: MendOptions | undefined;
  let target: unknown;
  const mend = (...given: Parameters<typeof stubMend>) => {
    [, , target, seen] = given;
    return stubMend(...given);
  };
  const argv = [
    "--unsafe-fixes",
    "--mode",
    "userns",
    "--build-arg-file",
    "args",
    "--build-arg",
    "B=3,C=4",
    "out.sif",
    "r.def",
  ];
  expect(await runBuild(argv, host.io, makeServices({ mend }))).toBe(0);
  expect(seen).toEqual({
    unsafe: true,
    choice: EVERY_RULE,
    buildArguments: new Map([
      ["A", "1"],
      ["B", "3"],
      ["C", "4"],
    ]),
  });
  expect(target).toMatchObject({
    engine: "apptainer",
    today: TODAY,
    acceptsSyntax: expect.any(Function),
    engineVersion: "1.4.5",
    mode: "userns",
    hostGlibc: "2.28",
    tmpBytes: expect.any(Number),
  });
});

it("replaces the files of an earlier build, and a link at their place rather than what it points to", async () => {
  const host = makeHost("echo new");
  mkdirSync(join(host.cwd, "logs"));
  host.write("logs/build.log", "a much longer old log\n");
  host.write("logs/mine", "kept");
  chmodSync(join(host.cwd, "logs/build.log"), 0o444);
  expect(await runBuild(["--log-dir", "logs", "out.sif", "r.def"], host.io, makeServices())).toBe(0);
  expect(readFileSync(join(host.cwd, "logs/build.log"), "utf8")).toBe("new\n");
  expect(lstatSync(join(host.cwd, "logs/mine")).isFile()).toBe(true);
});

it("prints its help", async () => {
  const host = makeFakeHost();
  expect(await runBuild(["--help"], host.io, makeServices())).toBe(0);
  expect(host.out()).toContain("--unsafe-fixes");
  expect(host.out()).toContain("-F/--force");
  expect(host.out().match(/--build-arg(-file)?\b/g)).toEqual(["--build-arg", "--build-arg-file"]);
});
