import { spawnSync } from "node:child_process";
import { chmodSync, chownSync, readFileSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

const host = vi.hoisted(() => ({ hasCp: true }));
vi.mock("node:child_process", async (importOriginal) => {
  const real = await importOriginal<typeof import("node:child_process")>();
  const spawnSync = ((program: string, ...rest: never[]) =>
    (real.spawnSync as (...all: unknown[]) => unknown)(host.hasCp ? program : "/nonexistent", ...rest)) as never;
  return { ...real, spawnSync };
});
afterEach(() => {
  host.hasCp = true;
});

const { writeAtomically } = await import("../../src/files/write-atomically.ts");

import { makeTemporaryDirectory } from "../temporary-directory.ts";

const OWNER = 12_001;
const GROUP = 12_002;
const WRITER = 12_003;
const OTHER_GROUP = 12_004;

function setUp(mode: number, uid?: number, gid?: number): string {
  const directory = makeTemporaryDirectory();
  chmodSync(directory, 0o777);
  const path = join(directory, "x.def");
  writeFileSync(path, "old");
  if (uid !== undefined && gid !== undefined) chownSync(path, uid, gid);
  chmodSync(path, mode);
  return path;
}

function describeFile(path: string): { uid: number; gid: number; mode: number } {
  const { uid, gid, mode } = statSync(path);
  return { uid, gid, mode: mode & 0o7777 };
}

const write = (path: string): void => writeAtomically(path, Buffer.from("new"), { like: path });

it("keeps the mode, not the time", () => {
  const path = setUp(0o2751);
  utimesSync(path, 1000, 1000);
  write(path);
  expect(describeFile(path).mode).toBe(0o2751);
  expect(statSync(path).mtimeMs).toBeGreaterThan(1_000_000);
});

const isSuperuser = process.getuid?.() === 0;
if (!isSuperuser) console.warn("\n!!! SKIPPED: whose a file is that was written: only root can make files of others\n");

describe.skipIf(!isSuperuser).each([true, false])("whose a file is (with GNU cp: %s)", (hasCp) => {
  beforeEach(() => {
    host.hasCp = hasCp;
  });

  it("is kept by the superuser", () => {
    const path = setUp(0o640, OWNER, GROUP);
    write(path);
    expect(describeFile(path)).toEqual({ uid: OWNER, gid: GROUP, mode: 0o640 });
  });

  function writeAs(groups: readonly number[], path: string): void {
    const before = process.getgroups?.() ?? [];
    process.setgroups?.([...groups]);
    process.setegid?.(OTHER_GROUP);
    process.seteuid?.(WRITER);
    try {
      write(path);
    } finally {
      process.seteuid?.(0);
      process.setegid?.(0);
      process.setgroups?.(before);
    }
  }

  it("becomes the writer's, and keeps the group that both are in", () => {
    const path = setUp(0o2660, OWNER, GROUP);
    writeAs([GROUP], path);
    expect(readFileSync(path, "utf8")).toBe("new");
    expect(describeFile(path)).toEqual({ uid: WRITER, gid: GROUP, mode: 0o660 });
  });

  it("gives a group that it was not meant for no more than everybody has", () => {
    const path = setUp(0o664, OWNER, GROUP);
    chmodSync(path, 0o676);
    writeAs([], path);
    expect(describeFile(path)).toEqual({ uid: WRITER, gid: OTHER_GROUP, mode: 0o666 });
    const closed = setUp(0o660, OWNER, GROUP);
    writeAs([], closed);
    expect(describeFile(closed)).toEqual({ uid: WRITER, gid: OTHER_GROUP, mode: 0o600 });
  });
});

/** Attributes that only another program can set; the first is who may read and write besides owner and group. */
const SET = `import os, struct, sys
entry = lambda tag, permissions, who: struct.pack("<HHI", tag, permissions, who)
nobody = 0xffffffff
acl = struct.pack("<I", 2) + entry(1, 6, nobody) + entry(2, 6, 12001) + entry(4, 4, nobody) + entry(16, 6, nobody) + entry(32, 0, nobody)
os.setxattr(sys.argv[1], "system.posix_acl_access", acl)
os.setxattr(sys.argv[1], "user.note", b"kept")`;
const SHOW = `import os, sys
print({name: os.getxattr(sys.argv[1], name).hex() for name in sorted(os.listxattr(sys.argv[1]))})`;

const python = (code: string, path: string) => spawnSync("python3", ["-c", code, path], { encoding: "utf8" });

/** Whether there is a program that sets them, a file system that has them, and a GNU cp that keeps them. */
function hasAttributes(): boolean {
  const isGnu = spawnSync("cp", ["--version"], { encoding: "utf8" }).stdout?.includes("GNU") === true;
  return isGnu && python(SET, setUp(0o600)).status === 0;
}

it("keeps the access control list and extended attributes", (test) => {
  if (!hasAttributes()) {
    console.warn("\n!!! SKIPPED: access control lists, which python3, cp or the file system does not know here\n");
    return test.skip();
  }
  const path = setUp(0o600);
  python(SET, path);
  const before = python(SHOW, path).stdout;
  expect(before).toContain("posix_acl_access");
  write(path);
  expect(python(SHOW, path).stdout).toBe(before);
  expect(readFileSync(path, "utf8")).toBe("new");
}, 30_000);
