import { readdirSync } from "node:fs";
import { expect, it, vi } from "vitest";
import { runBuild } from "../../src/commands/build.ts";
import { makeError } from "../build/building-host.ts";
import { makeServices } from "../build/fake-host.ts";
import { stubMend } from "../build/stub-mend.ts";
import { makeReadyHost, writeSif } from "./preflighted.ts";

vi.mock("../../src/host/places.ts", async (original) => ({
  ...(await original<typeof import("../../src/host/places.ts")>()),
  probePlace: (await import("../build/building-host.ts")).probeRoomyPlace,
}));

const check = (host: ReturnType<typeof makeReadyHost>, ...argv: string[]) =>
  runBuild(["--check", ...argv], host.io, makeServices());

it("says that nothing stands in the way, and writes nothing", async () => {
  const host = makeReadyHost();
  const before = readdirSync(host.cwd);
  expect(await check(host, "x.sif", "r.def")).toBe(0);
  expect(await check(host, "r.def")).toBe(0);
  expect(host.err()).toMatch(/^(deflint build: nothing stands in the way of a build in mode root\n){2}$/);
  expect(readdirSync(host.cwd)).toEqual(before);
  expect(readdirSync(`${host.cwd}/tmpdir`)).toEqual([]);
});

it("tells what blocks a build, and what is wrong with the recipe", async () => {
  const host = makeReadyHost();
  writeSif(host, "old.sif");
  const left = [makeError("DF001")];
  const mend = (...given: Parameters<typeof stubMend>) => ({ ...stubMend(...given), findings: left, refused: left });
  expect(await runBuild(["--check", "old.sif", "r.def"], host.io, makeServices({ mend }))).toBe(3);
  expect(host.err()).toMatch(
    /^r\.def \(mended\): DF001 is wrong\ndeflint build: in the way: old\.sif exists.*\n.*in the way: Apptainer would refuse this recipe \(1 error: DF001\);.*\n$/,
  );
});

it.each([[["--check"]], [["--check", "a", "b", "c"]], [["--check", "x.sif", "gone.def"]]])(
  "takes no %j",
  async (argv) => {
    const host = makeReadyHost();
    expect(await runBuild(argv, host.io, makeServices())).toBe(2);
  },
);

it("reports a host without an engine as blocked, where a build says that nothing could be started", async () => {
  const host = makeReadyHost();
  host.env["PATH"] = "/nonexistent";
  expect(await check(host, "r.def")).toBe(3);
  expect(host.err()).toContain("in the way: neither apptainer nor singularity is on PATH");
  expect(await runBuild(["x.sif", "r.def"], host.io, makeServices())).toBe(2);
});

it("stops a build that cannot succeed with 3, and not with --no-preflight", async () => {
  const host = makeReadyHost();
  host.apptainer("echo it ran; exit 255");
  host.write("r.def", "Bootstrap: localimage\nFrom: gone.sif\n");
  const before = readdirSync(host.cwd);
  expect(await runBuild(["x.sif", "r.def"], host.io, makeServices())).toBe(3);
  expect(host.err()).toContain("in the way: gone.sif, which the recipe starts from, is not there; ");
  expect(host.err()).toContain("--no-preflight starts it all the same");
  expect(readdirSync(host.cwd)).toEqual(before);
  expect(host.out()).toBe("");
  expect(await runBuild(["--no-preflight", "x.sif", "r.def"], host.io, makeServices())).toBe(255);
  expect(host.out()).toContain("it ran");
});

it("starts Apptainer on a recipe that it would refuse when told so", async () => {
  const host = makeReadyHost();
  host.apptainer("echo it ran");
  const left = [makeError("DF001")];
  const mend = (...given: Parameters<typeof stubMend>) => ({ ...stubMend(...given), findings: left, refused: left });
  expect(await runBuild(["--no-preflight", "x.sif", "r.def"], host.io, makeServices({ mend }))).toBe(0);
  expect(host.err()).toContain("DF001 is wrong");
  expect(host.out()).toContain("it ran");
});

it("says in one line what may fail, and goes on", async () => {
  const host = makeReadyHost();
  host.apptainer("echo it ran");
  host.program("uname", "echo x86_64");
  expect(await runBuild(["--arch", "arm64", "x.sif", "r.def"], host.io, makeServices())).toBe(0);
  expect(
    host
      .err()
      .split("\n")
      .filter((line) => line.includes("may fail")),
  ).toHaveLength(1);
  expect(host.out()).toContain("it ran");
});

it("does not let names speak to the terminal", async () => {
  const host = makeReadyHost();
  expect(await check(host, "\u001b[2Jdir/x.sif", "r.def")).toBe(3);
  expect(host.err()).toContain("\\x1b[2Jdir");
  expect(host.err()).not.toContain("\u001b");
});

it("leaves unused build arguments to Apptainer where it is told to warn of them", async () => {
  const host = makeReadyHost();
  const unused = [makeError("DF023")];
  const mend = (...given: Parameters<typeof stubMend>) => ({
    ...stubMend(...given),
    findings: unused,
    refused: unused,
  });
  expect(await runBuild(["--check", "r.def"], host.io, makeServices({ mend }))).toBe(3);
  expect(await runBuild(["--check", "--warn-unused-build-args", "r.def"], host.io, makeServices({ mend }))).toBe(0);
});

it.each([
  [[], true],
  [["--section", "post,files"], true],
  [["--section", "post"], false],
])("looks for the sources of %%files with %j: %s", async (flags, looks) => {
  const host = makeReadyHost();
  let asked: unknown;
  const mend = (...given: Parameters<typeof stubMend>) => {
    asked = given[2].sources;
    return stubMend(...given);
  };
  await runBuild(["--check", ...flags, "r.def"], host.io, makeServices({ mend }));
  expect(asked !== undefined).toBe(looks);
});
