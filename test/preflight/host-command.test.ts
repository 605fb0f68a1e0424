import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it, vi } from "vitest";
import type { BuildMode } from "#rules/define-rule.ts";
import { showHost } from "../../src/commands/host.ts";
import { chooseTarget } from "../../src/commands/target.ts";
import type { HostFacts } from "../../src/host/probe-host.ts";
import { main } from "../../src/main.ts";
import { makeFakeHost } from "../build/fake-host.ts";

/** What the probe of the host says otherwise, where a test says so. */
let change: (facts: HostFacts) => HostFacts = (facts) => facts;
vi.mock("../../src/host/probe-host.ts", async (original) => {
  const real = await original<typeof import("../../src/host/probe-host.ts")>();
  return {
    ...real,
    probeHost: async (...given: Parameters<typeof real.probeHost>) => change(await real.probeHost(...given)),
  };
});

function makeCluster() {
  const host = makeFakeHost();
  host.apptainer("exit 9", "1.3.2-1.el9");
  host.program("getconf", "echo glibc 2.28");
  host.program("uname", "echo aarch64");
  host.program("fakeroot", "exit 1");
  change = (facts) => ({ ...facts, uid: 2001, user: "alice", subuid: null, userns: false });
  return host;
}

it("prints a file that --target reads back to the same target", async () => {
  const host = makeCluster();
  expect(await main(["host", "--format", "toml"], host.io)).toBe(0);
  expect(host.out()).not.toContain("alice");
  writeFileSync(join(host.cwd, "cluster.toml"), host.out());
  const { tmpBytes, ...read } = await chooseTarget({ target: "cluster.toml" }, host.io);
  const { tmpBytes: _now, ...asked } = await chooseTarget({ mode: "host" }, host.io);
  expect(read).toEqual(asked);
  expect(read).toMatchObject({
    engine: "apptainer",
    engineVersion: "1.3.2",
    mode: "suid-fakeroot" satisfies BuildMode,
    hostGlibc: "2.28",
    arch: "aarch64",
  });
  expect(tmpBytes).toBeGreaterThan(0);
});

it("leaves out an architecture that no table can say", async () => {
  const host = makeCluster();
  host.program("uname", "echo i686");
  await showHost("toml", host.io);
  expect(host.out()).not.toContain("arch");
});

it("prints facts and mode for a program, without names and paths of the user's", async () => {
  const host = makeCluster();
  expect(await showHost("json", host.io)).toBe(0);
  const said = JSON.parse(host.out());
  expect(said).toMatchObject({
    version: 1,
    mode: "suid-fakeroot",
    reason: expect.stringContaining("the user is not in /etc/subuid"),
    cure: null,
    target: { mode: "suid-fakeroot", "host-glibc": "2.28" },
    engine: { kind: "apptainer", version: "1.3.2-1.el9", setuid: true },
    userNamespaces: false,
    subuid: 0,
    home: { fileSystem: expect.anything(), writable: true },
  });
  expect(host.out()).not.toContain("alice");
});

it("prints facts and mode for a person", async () => {
  const host = makeCluster();
  expect(await showHost("text", host.io)).toBe(0);
  expect(host.out()).toMatch(/^Host\n {2}engine {16}apptainer 1\.3\.2-1\.el9, /);
  expect(host.out()).toContain("\nMode\n  suid-fakeroot: alice is not in /etc/subuid; ");
});

it("says why a host cannot build, and what helps", async () => {
  const host = makeCluster();
  const before = change;
  change = (facts) => ({ ...before(facts), fakeroot: undefined });
  await showHost("text", host.io);
  expect(host.out()).toMatch(
    /\n {2}none: .* FATAL: Building from a definition file requires root.*\n {2}to do: have the fakeroot/,
  );
});

it("works on a host without an engine", async () => {
  const host = makeFakeHost();
  change = (facts) => facts;
  for (const format of ["text", "json", "toml"] as const) expect(await showHost(format, host.io)).toBe(0);
  expect(host.out()).toContain("none: there is nothing to build with");
  expect(host.out()).toContain('"engine": null');
});

it("does not wait for long where a program hangs", { timeout: 20_000 }, async () => {
  const host = makeFakeHost();
  host.program("apptainer", "exec /bin/sleep 60");
  host.program("unshare", "exec /bin/sleep 60");
  host.program("true", "exit 0");
  change = (facts) => facts;
  const started = Date.now();
  expect(await showHost("text", host.io)).toBe(0);
  expect(Date.now() - started).toBeLessThan(12_000);
  expect(host.out()).toContain("of unknown version");
});
