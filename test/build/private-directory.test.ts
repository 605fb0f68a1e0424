import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import type { SpacePlan } from "../../src/build/plan/space.ts";
import { makePrivateDirectory } from "../../src/build/private-directory.ts";
import { removeTree } from "../../src/build/remove-tree.ts";
import { probeHost } from "../../src/host/probe-host.ts";
import { makeFakeHost } from "./fake-host.ts";

const PLAN: SpacePlan = {
  parent: undefined,
  binds: ["/tmp", "/var/tmp"],
  sticky: true,
  engineTmp: { room: "build" },
  engineCache: { room: "cache" },
  tmpBytes: undefined,
  reasons: [],
};

it("makes rooms that only the build can reach", async () => {
  const host = makeFakeHost();
  const directory = await makePrivateDirectory(PLAN, host.cwd);
  expect(statSync(directory).mode & 0o7777).toBe(0o700);
  expect(readdirSync(directory).sort()).toEqual(["build", "cache", "mark", "tmp", "var-tmp"]);
  expect(statSync(join(directory, "tmp")).mode & 0o7777).toBe(0o1777);
  const closed = await makePrivateDirectory(
    { ...PLAN, sticky: false, engineTmp: undefined, engineCache: undefined },
    host.cwd,
  );
  expect(statSync(join(closed, "var-tmp")).mode & 0o7777).toBe(0o700);
  expect(closed).not.toBe(directory);
});

it("removes everything, follows no link, opens what the recipe closed", async () => {
  const host = makeFakeHost();
  host.write("outside", "kept");
  mkdirSync(join(host.cwd, "tree"));
  host.write("tree/file", "kept");
  const directory = await makePrivateDirectory(PLAN, host.cwd);
  symlinkSync(join(host.cwd, "tree"), join(directory, "tmp/link"));
  symlinkSync(join(host.cwd, "outside"), join(directory, "tmp/file-link"));
  mkdirSync(join(directory, "tmp/closed/in/side"), { recursive: true });
  chmodSync(join(directory, "tmp/closed/in"), 0o000);
  chmodSync(join(directory, "tmp/closed"), 0o555);
  expect(await removeTree(directory, await probeHost(host.io), host.env)).toBe(true);
  expect(existsSync(directory)).toBe(false);
  expect(readFileSync(join(host.cwd, "tree/file"), "utf8")).toBe("kept");
  expect(existsSync(join(host.cwd, "outside"))).toBe(true);
});
