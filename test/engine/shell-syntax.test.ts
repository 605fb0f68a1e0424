import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { makeSyntaxCheck } from "../../src/engine/shell-syntax.ts";
import { makeTarget } from "../../src/engine/target.ts";
import { makeTemporaryDirectory } from "../temporary-directory.ts";

/** A PATH with a `sh` that is this script. */
function makePath(script: string): string {
  const directory = makeTemporaryDirectory();
  writeFileSync(join(directory, "sh"), `#!/bin/sh\n${script}\n`);
  chmodSync(join(directory, "sh"), 0o755);
  return directory;
}

const accepts = makeSyntaxCheck(process.env["PATH"]);

it.each([
  ["sh", "if true; then echo; fi\n", true],
  ["sh", "if true; then echo\n", false],
  ["bash", "a=(1 2)\n", true],
  ["bash", "a=(1 2\n", false],
] as const)("asks %s of %j", (shell, script, answer) => {
  expect(accepts(shell, script)).toBe(answer);
});

it("runs nothing", () => {
  const file = join(makeTemporaryDirectory(), "made");
  const script = `touch ${file}; $(touch ${file})\n: > ${file}\n`;
  expect([accepts("sh", script), accepts("bash", script), existsSync(file)]).toEqual([true, true, false]);
});

it("answers for a long script with an error at its head", () => {
  expect(accepts("sh", `)\n${"echo x\n".repeat(200_000)}`)).toBe(false);
});

it("does not know where there is no such shell, or where it hangs", () => {
  const path = makePath("exec /bin/sleep 60");
  expect(makeSyntaxCheck(path)("bash", "true")).toBeUndefined();
  expect(makeSyntaxCheck(undefined)("sh", "true")).toBeUndefined();
  expect(makeSyntaxCheck(path, 200)("sh", "true")).toBeUndefined();
});

it("asks once for each script", () => {
  const count = join(makeTemporaryDirectory(), "count");
  const check = makeSyntaxCheck(makePath(`echo asked >> ${count}`));
  expect([check("sh", "a"), check("sh", "a"), check("sh", "b")]).toEqual([true, true, true]);
  expect(readFileSync(count, "utf8")).toBe("asked\nasked\n");
});

it("has the engine that a mode belongs to", () => {
  expect(makeTarget("proot").engine).toBe("singularity-ce");
  expect(makeTarget("userns")).toMatchObject({ engine: "apptainer", mode: "userns" });
});
