import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { parse } from "#grammar/index.ts";
import { sourceFromText } from "#grammar/source.ts";
import { readArguments } from "../../../src/build/command-line/arguments.ts";
import { checkSplitPaths } from "../../../src/build/engines/check-split-paths.ts";
import { engineObstacles } from "../../../src/build/engines/obstacles.ts";
import { isStaticProgram } from "../../../src/build/engines/static-program.ts";
import type { Prepared } from "../../../src/build/prepare.ts";
import type { Engine } from "../../../src/host/engine.ts";
import type { Obstacle } from "../../../src/preflight/obstacle.ts";
import { makeFakeHost } from "../fake-host.ts";

const CE: Engine = { kind: "singularity-ce", version: "4.1.2", program: "/usr/bin/singularity", suid: false };
const PLAIN = "Bootstrap: docker\nFrom: x\n\n%post -c /bin/bash\n    true\n";

function find(recipe: string | undefined, line = "", change: Partial<Engine> = {}, proot = "/nonexistent/proot") {
  const args = readArguments([...line.split(" ").filter((word) => word !== ""), "out.sif", "r.def"]);
  if ("problem" in args) throw new Error(args.problem);
  const engine = { ...CE, ...change };
  const mode = engine.kind === "apptainer" ? "userns" : line.includes("--fakeroot") ? "subuid" : "proot";
  const parsed = recipe === undefined ? undefined : parse(sourceFromText(recipe));
  return engineObstacles({ engine, proot }, args, parsed, mode).map(({ name, gravity }) => `${gravity} ${name}`);
}

it("finds nothing to say of Apptainer", () => {
  expect(find(`${PLAIN}%setup\n    true\n`, "--encrypt", { kind: "apptainer" })).toEqual([]);
  expect(engineObstacles({ engine: undefined, proot: undefined }, { given: [] }, undefined, "userns")).toEqual([]);
});

it("takes a recipe that proot can build, a shell of its own for %post included", () => {
  expect(find(PLAIN)).toEqual(["note proot-build"]);
  expect(find(undefined)).toEqual([]);
});

it.each([
  ["%setup\n    touch x\n", "", true],
  ["%pre\n    touch x\n", "", true],
  ["%setup\n\n", "", false],
  ["%setup\n    touch x\n", "--section post", false],
  ["%setup\n    touch x\n", "--section setup,post", true],
  ["%setup\n    touch x\n", "--fakeroot", false],
])("with proot %j %s is blocked: %s", (section, line, blocked) => {
  expect(find(`${PLAIN}${section}`, line).includes("blocking host-script-with-proot")).toBe(blocked);
});

it("names flags that cannot be had together", () => {
  expect(find(PLAIN, "--encrypt")).toContain("blocking encryption-with-proot");
  expect(find(PLAIN, "--fakeroot --writable-tmpfs")).toEqual(["blocking writable-tmpfs-with-fakeroot"]);
});

it("warns of an engine that does not tell its version", () => {
  expect(find(undefined, "", { kind: "apptainer", silence: "printed nothing" })).toEqual([
    "warning engine-version-unknown",
  ]);
});

it("warns of a proot that is not static", () => {
  expect(find(PLAIN, "", {}, process.execPath)).toContain("warning proot-not-static");
  const host = makeFakeHost();
  const elf = Buffer.alloc(120);
  elf.set([0x7f, 0x45, 0x4c, 0x46, 2, 1]);
  elf.writeBigUInt64LE(64n, 32);
  elf.writeUInt16LE(56, 54);
  elf.writeUInt16LE(1, 56);
  elf.writeUInt32LE(1, 64);
  writeFileSync(join(host.cwd, "proot"), elf);
  expect(isStaticProgram(join(host.cwd, "proot"))).toBe(true);
  expect(find(PLAIN, "", {}, join(host.cwd, "proot"))).toEqual(["note proot-build"]);
  for (const content of ["", "#!/bin/sh\n", elf.subarray(0, 70)]) {
    host.write("proot", content);
    expect(isStaticProgram(join(host.cwd, "proot"))).toBeUndefined();
  }
});

it.each([
  ["/x", "/work", "", []],
  ["/x,y", "/work", "", ["tmpdir-split"]],
  ["/x:y", "/work", "", ["tmpdir-split"]],
  ["/x y\n\"'\\", "/work", "", []],
  ["/x", "/wo,rk", "", []],
  ["/x", "/wo,rk", "--sandbox", ["target-directory-split"]],
  ["/x", "/wo\nrk", "-s", ["target-directory-split"]],
  ["/x:y", "/work", "--tmpdir /z", []],
])("blocks names that the engine would split: TMPDIR %j, cwd %j, %s: %j", (TMPDIR, cwd, line, names) => {
  const args = readArguments([...line.split(" ").filter((word) => word !== ""), "out.sif", "r.def"]);
  if ("problem" in args) throw new Error(args.problem);
  const prepared = { prefix: "APPTAINER", space: { engineTmp: undefined } } as unknown as Prepared;
  const found = checkSplitPaths({ args, prepared, io: { cwd, env: { TMPDIR } }, document: undefined });
  expect((found as Obstacle[]).map(({ name }) => name)).toEqual(names);
});
