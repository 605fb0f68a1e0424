import { spawn } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { clearSiblings } from "../../../src/build/staging/clear-siblings.ts";
import { targetOf } from "../../../src/build/staging/target.ts";
import { makeFakeHost } from "../fake-host.ts";
import { makeStale } from "./siblings.ts";

const remove = (path: string) => rm(path, { recursive: true }).then(() => true);

function makePlace() {
  const { cwd } = makeFakeHost();
  return { cwd, clear: () => clearSiblings(targetOf("out", cwd), remove) };
}

it("removes what a killed build left, and says so", async () => {
  const { cwd, clear } = makePlace();
  const path = await makeStale(cwd, "out", { out: "half" });
  expect(await clear()).toEqual([`removed ${path}, left of a build that was killed`]);
  expect(existsSync(path)).toBe(false);
});

it.each([
  ["of a build at work", "out", {}],
  ["of another image", "out.sif", { started: "1" }],
  ["of another image with the same beginning", "out", { started: "1", purpose: "outer" }],
] as const)("leaves alone what is %s", async (_, name, change) => {
  const { cwd, clear } = makePlace();
  const path = await makeStale(cwd, name, {}, change);
  expect(await clear()).toEqual([]);
  expect(existsSync(path)).toBe(true);
});

it("leaves alone, and names, what is of another host or of an earlier start of this one", async () => {
  const { cwd, clear } = makePlace();
  const path = await makeStale(cwd, "out", {}, { host: "node17", started: "1" });
  expect(await clear()).toEqual([`${path} belongs to a build on node17; if that one is no longer running, delete it`]);
  expect(existsSync(path)).toBe(true);
});

it("believes no mark that another user may have written, nor a directory without one", async () => {
  const { cwd, clear } = makePlace();
  const open = await makeStale(cwd, "out");
  chmodSync(open, 0o777);
  mkdirSync(join(cwd, ".out.deflint-aaaaaa"));
  writeFileSync(join(cwd, ".out.deflint-bbbbbb"), "");
  expect(await clear()).toEqual([]);
  expect(existsSync(open)).toBe(true);
});

it("leaves alone what an engine without its deflint still works in", async () => {
  const { cwd, clear } = makePlace();
  const path = await makeStale(cwd, "out");
  const engine = spawn("/bin/sh", ["-c", "sleep 60; exit", `${path}/out`], { stdio: "ignore", detached: true });
  onTestFinished(() => void (engine.pid && process.kill(-engine.pid, "SIGKILL")));
  expect(await clear()).toEqual([
    `${path} is left of a build that was killed, and process ${engine.pid} still works in it`,
  ]);
  expect(existsSync(path)).toBe(true);
});

it("puts back what was set aside when the power went", async () => {
  const { cwd, clear } = makePlace();
  const path = await makeStale(cwd, "out", { "out.old/file": "old", "out/file": "new" });
  const [said] = await clear();
  expect(said).toBe("a build that was killed had set out aside; it is back in its place");
  expect(readFileSync(join(cwd, "out/file"), "utf8")).toBe("old");
  expect(existsSync(path)).toBe(false);
  // Where the new one took its place nothing is put back.
  await makeStale(cwd, "out", { "out.old/file": "older" });
  await clear();
  expect(readFileSync(join(cwd, "out/file"), "utf8")).toBe("old");
  rmSync(join(cwd, "out"), { recursive: true });
  expect(await clear()).toEqual([]);
});
