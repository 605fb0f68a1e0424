import {
  chmodSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { sourceFromBytes, sourceFromText } from "#grammar/source.ts";

const failure = vi.hoisted(() => ({ in: "", code: "ENOSPC" }));
vi.mock("node:fs", async (importOriginal) => {
  const real = await importOriginal<typeof import("node:fs")>();
  const guarded = (name: "renameSync" | "fsyncSync" | "writeSync") =>
    ((...args: never[]) => {
      if (failure.in === name)
        throw Object.assign(new Error("no"), { code: failure.code, syscall: name.replace("Sync", "") });
      return (real[name] as (...all: never[]) => unknown)(...args);
    }) as never;
  return {
    ...real,
    renameSync: guarded("renameSync"),
    fsyncSync: guarded("fsyncSync"),
    writeSync: guarded("writeSync"),
  };
});

const { clearLeftovers, writeMended } = await import("../../src/fixer/write.ts");
const { draftPathFor } = await import("../../src/files/draft.ts");
const { makeTemporaryDirectory } = await import("../temporary-directory.ts");

function setUp(content = "old\n"): { directory: string; path: string } {
  const directory = makeTemporaryDirectory();
  const path = join(directory, "x.def");
  writeFileSync(path, content);
  return { directory, path };
}

/** Who tests may be the superuser, to whom every directory is open. */
function asPerson(act: () => void): void {
  const isSuperuser = process.getuid?.() === 0;
  if (isSuperuser) process.seteuid?.(65534);
  try {
    act();
  } finally {
    if (isSuperuser) process.seteuid?.(0);
  }
}

describe("writeMended", () => {
  afterEach(() => {
    Object.assign(failure, { in: "", code: "ENOSPC" });
  });

  it("replaces the content, keeps the mode, and leaves nothing beside it", () => {
    const { directory, path } = setUp();
    chmodSync(path, 0o751);
    const inode = statSync(path).ino;
    expect(writeMended(path, sourceFromText("old\n"), "new größe\r\n")).toBeUndefined();
    expect(readFileSync(path, "utf8")).toBe("new größe\r\n");
    expect(statSync(path).mode & 0o7777).toBe(0o751);
    expect(statSync(path).ino).not.toBe(inode);
    expect(readdirSync(directory)).toEqual(["x.def"]);
  });

  it("writes through a symbolic link", () => {
    const { directory, path } = setUp();
    mkdirSync(join(directory, "links"));
    const link = join(directory, "links/y.def");
    symlinkSync("../x.def", link);
    expect(writeMended(link, sourceFromText("old\n"), "new\n")).toBeUndefined();
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect(readFileSync(path, "utf8")).toBe("new\n");
  });

  it("refuses when the file changed since it was read, even in size and time alike", () => {
    const { directory, path } = setUp();
    const { atime, mtime } = statSync(path);
    writeFileSync(path, "OLD\n");
    utimesSync(path, atime, mtime);
    expect(writeMended(path, sourceFromText("old\n"), "new\n")).toContain("changed by someone else");
    expect(readFileSync(path, "utf8")).toBe("OLD\n");
    expect(readdirSync(directory)).toEqual(["x.def"]);
  });

  it("refuses what is not UTF-8", () => {
    const bytes = Buffer.from([0x61, 0xff, 0x0a]);
    const { path } = setUp();
    writeFileSync(path, bytes);
    expect(writeMended(path, sourceFromBytes(bytes), "new\n")).toContain("UTF-8");
    expect(readFileSync(path)).toEqual(bytes);
  });

  it.each(["EBUSY", "EXDEV"])("refuses what no file can take the place of, and says why (%s)", (code) => {
    const { directory, path } = setUp();
    Object.assign(failure, { in: "renameSync", code });
    expect(writeMended(path, sourceFromText("old\n"), "new\n")).toMatch(
      /^no other file can take its place \(.+\), and deflint replaces a recipe whole .*; --diff prints the mend$/,
    );
    expect(readFileSync(path, "utf8")).toBe("old\n");
    expect(readdirSync(directory)).toEqual(["x.def"]);
  });

  it("refuses a file in a directory that is closed, and says why", () => {
    const { directory, path } = setUp();
    chmodSync(directory, 0o555);
    chmodSync(path, 0o666);
    asPerson(() => {
      expect(writeMended(path, sourceFromText("old\n"), "new\n")).toMatch(
        /^no file can be made in its directory \(permission denied\), and deflint replaces a recipe whole/,
      );
    });
    expect(readFileSync(path, "utf8")).toBe("old\n");
  });

  it("refuses a file that is closed, though its directory be open", () => {
    const { directory, path } = setUp();
    chmodSync(directory, 0o777);
    chmodSync(path, 0o444);
    asPerson(() => {
      expect(writeMended(path, sourceFromText("old\n"), "new\n")).toBe("it cannot be written: permission denied");
    });
    expect(readFileSync(path, "utf8")).toBe("old\n");
  });

  it("leaves the other names of a file what they are", () => {
    const { directory, path } = setUp();
    linkSync(path, join(directory, "y.def"));
    expect(writeMended(path, sourceFromText("old\n"), "new\n")).toBeUndefined();
    expect([path, join(directory, "y.def")].map((name) => readFileSync(name, "utf8"))).toEqual(["new\n", "old\n"]);
  });

  it("removes what a killed process left, also where nothing is to be written", () => {
    const { directory, path } = setUp();
    writeFileSync(`${draftPathFor(path).replace(/-\d+-(\w+)$/, "-1-$1")}`, "half");
    expect(readdirSync(directory)).toHaveLength(2);
    clearLeftovers(path);
    expect(readdirSync(directory)).toEqual(["x.def"]);
    expect(() => clearLeftovers("/nonexistent/x.def")).not.toThrow();
  });

  it("says when the file vanished", () => {
    expect(writeMended("/nonexistent/x.def", sourceFromText(""), "new\n")).toBe("it cannot be written: no such file");
  });

  it("keeps a byte order mark", () => {
    const bytes = Buffer.from("\ufeffold\n");
    const { path } = setUp();
    writeFileSync(path, bytes);
    expect(writeMended(path, sourceFromBytes(bytes), "\ufeffnew\n")).toBeUndefined();
    expect(readFileSync(path)).toEqual(Buffer.from("\ufeffnew\n"));
  });

  it.each(["writeSync", "fsyncSync", "renameSync"])("leaves the old file and no other when %s fails", (name) => {
    const { directory, path } = setUp();
    failure.in = name;
    expect(writeMended(path, sourceFromText("old\n"), "new\n")).toBe("it cannot be written: no space left on the disk");
    failure.in = "";
    expect(readFileSync(path, "utf8")).toBe("old\n");
    expect(readdirSync(directory)).toEqual(["x.def"]);
  });
});
