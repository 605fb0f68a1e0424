import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { findProgram } from "../../src/files/find-program.ts";
import { isAtLeast } from "../../src/host/engine.ts";
import { kindOfFileSystem, probePlace, readMounts } from "../../src/host/places.ts";
import { probeHost, type Roots } from "../../src/host/probe-host.ts";
import { ask } from "../../src/host/programs.ts";
import { type FakeHost, makeFakeHost } from "../build/fake-host.ts";

function roots(host: FakeHost, files: Readonly<Record<string, string>> = {}): Roots {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(host.cwd, name, ".."), { recursive: true });
    writeFileSync(join(host.cwd, name), text);
  }
  return { etc: join(host.cwd, "etc"), proc: join(host.cwd, "proc"), cgroup: join(host.cwd, "cgroup") };
}

it("knows little of an empty host, and says so", async () => {
  const host = makeFakeHost();
  const facts = await probeHost(host.io, ask, roots(host));
  expect(facts).toMatchObject({
    engine: undefined,
    subuid: null,
    userns: undefined,
    newuidmap: "missing",
    fakeroot: undefined,
    glibc: undefined,
  });
  expect(facts.places.home?.path).toBe(host.cwd);
  expect(facts.tmpdirVariable).toBeUndefined();
});

it("asks the programs on PATH", async () => {
  const host = makeFakeHost();
  host.apptainer("exit 1", "1.3.2-1.el9");
  host.program("unshare", '[ "$1" = -Ur ] && exec "$2"');
  host.program("true", "exit 0");
  host.program("fakeroot", "exit 0");
  host.program("fakeroot-sysv", "exit 0");
  host.program("getconf", "echo glibc 2.34");
  host.program("uname", "echo aarch64");
  host.program("newuidmap", "exit 0");
  host.program("getcap", 'echo "$1 cap_setuid=ep"');
  const facts = await probeHost(host.io, ask, roots(host));
  expect(facts).toMatchObject({
    engine: { kind: "apptainer", version: "1.3.2-1.el9", suid: true },
    userns: true,
    fakeroot: join(host.cwd, "bin/fakeroot-sysv"),
    glibc: "2.34",
    arch: "aarch64",
    newuidmap: "ready",
    newgidmap: "missing",
  });
});

it.each([
  ["apptainer version 1.4.5", "apptainer"],
  ["singularity-ce version 4.1.2", "singularity-ce"],
  ["singularity version 3.8.7-1.el8", "singularity"],
])("tells the engine by %s", async (line, kind) => {
  const host = makeFakeHost();
  host.program("singularity", `echo ${line}`);
  expect((await probeHost(host.io, ask, roots(host))).engine?.kind).toBe(kind);
});

it("does not wait for programs that hang, nor trust those that fail", async () => {
  const host = makeFakeHost();
  host.program("unshare", "echo unshare failed >&2; exit 1");
  host.program("true", "exit 0");
  expect((await probeHost(host.io, ask, roots(host))).userns).toBe(false);
  expect(await ask("/nonexistent", [], {})).toMatchObject({ code: undefined });
});

it("finds the user's range by name or uid, large enough, in the file or by getsubids", async () => {
  const host = makeFakeHost();
  const { uid, user } = await probeHost(host.io, ask, roots(host));
  const probe = async (text: string) => (await probeHost(host.io, ask, roots(host, { "etc/subuid": text }))).subuid;
  expect(await probe(`other:1:65536\n${user}:100000:65536\n`)).toEqual({ start: 100000, count: 65536 });
  expect(await probe(`${uid}:200000:70000\n`)).toEqual({ start: 200000, count: 70000 });
  expect(await probe(`${user}:100000:1000\n!${user}:100000:65536\n`)).toBeNull();
  host.program("getsubids", `echo "0: ${user} 300000 65536"`);
  expect(await probe("")).toEqual({ start: 300000, count: 65536 });
});

it.each([
  ["v2", { "proc/self/cgroup": "0::/a/b\n", "cgroup/a/b/memory.max": "max\n", "cgroup/a/memory.max": "4000\n" }, 4000],
  [
    "v1",
    { "proc/self/cgroup": "3:cpu:/x\n2:memory:/job\n0::/\n", "cgroup/memory/job/memory.limit_in_bytes": "5000\n" },
    5000,
  ],
  [
    "v1",
    { "proc/self/cgroup": "2:memory:/\n", "cgroup/memory/memory.limit_in_bytes": "9223372036854771712\n" },
    undefined,
  ],
])("reads the memory limit of cgroup %s", async (cgroup, files, limitBytes) => {
  const host = makeFakeHost();
  expect((await probeHost(host.io, ask, roots(host, files as Record<string, string>))).memory).toMatchObject({
    cgroup,
    limitBytes,
  });
});

it("sees a noexec mount", async () => {
  const host = makeFakeHost();
  const line = (point: string, options: string) => `1 0 0:1 / ${point} ${options} - ext4 /dev/x rw`;
  const { proc } = roots(host, {
    "proc/self/mountinfo": `${line("/", "rw")}\n${line(host.cwd.replaceAll("-", "\\055"), "rw,noexec")}\n`,
  });
  expect((await probePlace(host.cwd, await readMounts(proc)))?.noexec).toBe(true);
  expect((await probePlace("/", await readMounts(proc)))?.noexec).toBe(false);
  expect(await probePlace(join(host.cwd, "missing"), undefined)).toBeUndefined();
});

it("knows file systems by their numbers", () => {
  expect(kindOfFileSystem(0x0bd00bd0)).toEqual({ kind: "lustre", class: "network" });
  expect(kindOfFileSystem(0x01021994)).toEqual({ kind: "tmpfs", class: "memory" });
  // CIFS and others have the top bit set, which statfs may hand over as a negative number.
  expect(kindOfFileSystem(0xff534d42 | 0)).toEqual({ kind: "cifs", class: "network" });
  expect(kindOfFileSystem(1)).toEqual({ kind: undefined, class: "unknown" });
});

it("takes programs from absolute PATH entries only", () => {
  const host = makeFakeHost();
  host.program("tool", "exit 0");
  host.program("flat", "exit 0");
  chmodSync(join(host.cwd, "bin/flat"), 0o644);
  expect(findProgram("tool", `.::bin:${host.cwd}/bin`)).toBe(join(host.cwd, "bin/tool"));
  expect(findProgram("tool", ".:bin")).toBeUndefined();
  expect(findProgram("flat", join(host.cwd, "bin"))).toBeUndefined();
  expect(findProgram("bin", host.cwd)).toBeUndefined();
});

it.each([
  ["1.4.5", "1.4", true],
  ["1.3.6", "1.4", false],
  ["2.0", "1.4", true],
  ["1.5.0-rc.1", "1.5", true],
  [undefined, "1.4", undefined],
] as const)("compares %s with %s", (version, wanted, result) => {
  expect(isAtLeast(version, wanted)).toBe(result);
});
