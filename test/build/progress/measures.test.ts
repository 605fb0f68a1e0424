import { spawn } from "node:child_process";
import { linkSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { readArguments } from "../../../src/build/command-line/arguments.ts";
import { buildProcesses } from "../../../src/build/processes.ts";
import { cutText } from "../../../src/build/progress/cut-text.ts";
import { formatTime } from "../../../src/build/progress/format-time.ts";
import { measureImage } from "../../../src/build/progress/image-size.ts";
import { readLines } from "../../../src/build/progress/lines.ts";
import { startPhaseClock } from "../../../src/build/progress/phase-clock.ts";
import { makeSampler } from "../../../src/build/progress/sampler.ts";
import { tempDirectoriesOf } from "../../../src/build/progress/temp-directories.ts";
import { followTempSpace } from "../../../src/build/progress/temp-space.ts";
import { makeTemporaryDirectory } from "../../temporary-directory.ts";

it("sums up a phase that comes again", () => {
  let now = 0;
  const clock = startPhaseClock(() => now);
  for (const [phase, time] of [
    ["fetch", 1000],
    ["post", 3000],
    ["fetch", 10_000],
    ["post", 10_500],
  ] as const) {
    now = time;
    clock.enter(phase);
  }
  now = 12_000;
  expect(clock.seconds()).toEqual([
    { phase: "start", seconds: 1 },
    { phase: "fetch", seconds: 2.5 },
    { phase: "post", seconds: 8.5 },
  ]);
  expect(clock.phase).toBe("post");
});

it("puts lines together, and cuts those that never end", () => {
  const lines: string[] = [];
  const read = readLines((line) => lines.push(line));
  for (const piece of ["a", "b\nc\n", "\n", "d"]) read(Buffer.from(piece));
  read(Buffer.from([0xc3]));
  read(Buffer.from([0xa9, 0x0a]));
  expect(lines).toEqual(["ab", "c", "", "dé"]);
  for (let at = 0; at < 100; at++) read(Buffer.alloc(10_000, 0x78));
  read(Buffer.from("\nnext\n"));
  expect(lines.slice(4).map((line) => line.length)).toEqual([1 << 16, 4]);
});

it.each([
  [0.4, "0 s"],
  [59.4, "59 s"],
  [59.6, "1 min 0 s"],
  [125, "2 min 5 s"],
  [3600, "1 h 0 min"],
  [9000, "2 h 30 min"],
])("writes %d seconds", (seconds, text) => {
  expect(formatTime(seconds)).toBe(text);
});

it.each([
  ["short", 10, "short"],
  ["exactly 10", 10, "exactly 10"],
  ["a bit more than ten", 10, "a bit m..."],
  ["数数数数数数", 10, "数数数..."],
  ["e\u0301".repeat(12), 10, `${"e\u0301".repeat(7)}...`],
  ["abc", 2, ".."],
  ["abc", 0, ""],
])("cuts %j to %d columns", (text, columns, cut) => {
  expect(cutText(text, columns)).toBe(cut);
});

describe("a sampler", () => {
  it("keeps the most, and looks once at a time", async () => {
    const values = [3, 7, 5];
    let looks = 0;
    const sampler = makeSampler(async () => {
      looks += 1;
      return values.shift() ?? 0;
    });
    expect([sampler.last, sampler.peak]).toEqual([undefined, undefined]);
    for (let at = 0; at < 3; at++) await Promise.all([sampler.look(), sampler.look()]);
    expect([looks, sampler.last, sampler.peak]).toEqual([3, 5, 7]);
  });

  it("takes a look that fails for none", async () => {
    const sampler = makeSampler(() => Promise.reject(new Error("gone")));
    await sampler.look();
    expect(sampler.peak).toBeUndefined();
  });
});

describe("temporary space", () => {
  it("is what file systems have less than at the start, each counted once", async () => {
    const free: Record<string, number> = { "/a": 100, "/a/b": 100, "/other": 50, "/fuller": 10 };
    const devices: Record<string, number> = { "/a": 1, "/a/b": 1, "/other": 2, "/fuller": 3 };
    const taken = await followTempSpace([...Object.keys(free), "/missing"], async (path) => {
      const [device, freeBytes] = [devices[path], free[path]];
      return device === undefined || freeBytes === undefined ? undefined : { device, freeBytes };
    });
    expect(await taken()).toBe(0);
    Object.assign(free, { "/a": 70, "/a/b": 70, "/other": 45, "/fuller": 90 });
    expect(await taken()).toBe(35);
    delete free["/other"];
    expect(await taken()).toBe(30);
  });

  it("is asked of the system", async () => {
    const directory = makeTemporaryDirectory();
    const taken = await followTempSpace([directory, "/nonexistent"]);
    writeFileSync(join(directory, "file"), Buffer.alloc(200 << 20, 1));
    const bytes = await taken();
    rmSync(join(directory, "file"));
    // Others write and delete there too.
    expect(bytes).toBeGreaterThan(20 << 20);
  });
});

it.each([
  [[], {}, [], ["/tmp", "/var/tmp"]],
  [[], { TMPDIR: "/scratch" }, [], ["/scratch", "/tmp", "/var/tmp"]],
  [[], { TMPDIR: "/scratch", APPTAINER_TMPDIR: "/big" }, [], ["/big", "/tmp", "/var/tmp"]],
  [["--tmpdir", "/flag"], { APPTAINER_TMPDIR: "/big" }, [], ["/flag", "/tmp", "/var/tmp"]],
  [[], { TMPDIR: "/s" }, [{ source: "/s/p/tmp", destination: "/tmp" }], ["/s", "/s/p/tmp", "/var/tmp"]],
])("knows the temporary directories of %j in %j", (flags, env, binds, directories) => {
  const args = readArguments([...flags, "out.sif", "r.def"]);
  if ("problem" in args) throw new Error(args.problem);
  expect(tempDirectoriesOf({ binds }, args, env)).toEqual(directories);
});

describe("the size of an image", () => {
  it("is the length of a file, and nothing where there is none", async () => {
    const directory = makeTemporaryDirectory();
    writeFileSync(join(directory, "out.sif"), "x".repeat(5000));
    expect(await measureImage(join(directory, "out.sif"))).toEqual({ bytes: 5000, isWhole: true });
    expect(await measureImage(join(directory, "missing"))).toBeUndefined();
  });

  it("is the disk space of a sandbox, of each file once, of nothing outside", async () => {
    const directory = makeTemporaryDirectory();
    const image = join(directory, "out");
    mkdirSync(join(image, "usr/lib"), { recursive: true });
    writeFileSync(join(directory, "outside"), Buffer.alloc(1 << 20, 1));
    writeFileSync(join(image, "usr/lib/big"), Buffer.alloc(1 << 20, 1));
    linkSync(join(image, "usr/lib/big"), join(image, "usr/big"));
    symlinkSync(directory, join(image, "out"));
    const size = await measureImage(image);
    expect(size?.isWhole).toBe(true);
    expect(size?.bytes).toBeGreaterThanOrEqual(1 << 20);
    expect(size?.bytes).toBeLessThan(1.5 * (1 << 20));
    expect(await measureImage(image, 2)).toMatchObject({ isWhole: false });
  });
});

it("weighs the processes of a build, its children too, and no others", async () => {
  const stranger = spawn("sleep", ["60"]);
  const child = spawn("sh", ["-c", "sleep 60 & sleep 60 & echo ready; wait"], {
    detached: true,
    stdio: ["ignore", "pipe", "ignore"],
  });
  const pid = child.pid ?? 0;
  onTestFinished(() => {
    stranger.kill("SIGKILL");
    process.kill(-pid, "SIGKILL");
  });
  await new Promise((ready) => child.stdout.once("data", ready));
  const bytes = await buildProcesses(pid).memory();
  expect(bytes).toBeGreaterThan(100_000);
  expect(bytes).toBeLessThan(50 << 20);
  expect(await buildProcesses(stranger.pid ?? 0).memory()).toBe(0);
});

it("takes no process for the build's by a namespace where its own is not known", async () => {
  const proc = makeTemporaryDirectory();
  for (const [pid, session] of [
    ["10", 10],
    ["1", 1],
  ] as const) {
    mkdirSync(join(proc, pid, "ns"), { recursive: true });
    writeFileSync(join(proc, pid, "stat"), `${pid} (x) S 1 ${session} ${session} 0`);
    writeFileSync(join(proc, pid, "status"), `VmRSS: ${pid} kB\n`);
    symlinkSync("mnt:[host]", join(proc, pid, "ns/mnt"));
  }
  const processes = buildProcesses(10, [], proc);
  await processes.remember();
  expect(await processes.memory()).toBe(10 * 1024);
});

it("knows a process by its mount namespace, once the build is seen in that", async () => {
  const proc = makeTemporaryDirectory();
  const write = (pid: string, session: number, namespace: string) => {
    rmSync(join(proc, pid), { recursive: true, force: true });
    mkdirSync(join(proc, pid, "ns"), { recursive: true });
    writeFileSync(join(proc, pid, "stat"), `${pid} (a ) b) S 1 ${session} ${session} 0`);
    writeFileSync(join(proc, pid, "status"), `Name:\tx\nVmRSS:\t     ${pid} kB\n`);
    symlinkSync(`mnt:[${namespace}]`, join(proc, pid, "ns/mnt"));
  };
  write("self", 1, "host");
  write("10", 10, "host");
  // fakeroot's daemon has left the session, and is seen before its maker has entered the namespace.
  write("5", 5, "build");
  write("7", 7, "host");
  const processes = buildProcesses(10, [], proc);
  expect(await processes.memory()).toBe(10 * 1024);
  write("10", 10, "build");
  await processes.remember();
  expect(await processes.memory()).toBe(15 * 1024);
  // One that came after the first look, among strangers that are not looked at again.
  write("11", 10, "host");
  expect(await processes.memory()).toBe(26 * 1024);
});
