import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { MAXIMUM_BYTES, readRecipe } from "../../src/files/read.ts";
import { makeTemporaryDirectory } from "../temporary-directory.ts";

function write(content: string | Uint8Array): string {
  const path = join(makeTemporaryDirectory(), "x.def");
  writeFileSync(path, content);
  return path;
}

const sif = Buffer.concat([Buffer.from("#!/usr/bin/env run-singularity\n\0SIF_MAGIC\0"), Buffer.alloc(5000, "x")]);

describe("readRecipe refuses", () => {
  it.each([
    ["a program", Buffer.concat([Buffer.from([0x7f, 0x45, 0x4c, 0x46]), Buffer.alloc(1000, "a")]), "ELF"],
    ["an image", sif, "SIF"],
    ["a compressed file", gzipSync("Bootstrap: docker\n"), "gzip"],
    ["UTF-16", Buffer.from("\ufeffBootstrap: docker\n", "utf16le"), "UTF-16"],
    ["many NULs", Buffer.concat([Buffer.alloc(98, "a"), Buffer.alloc(2)]), "no text"],
  ])("%s", (_what, content, message) => {
    expect(readRecipe(write(content))).toEqual({
      problem: { kind: "not-text", message: expect.stringContaining(message) },
    });
  });

  it("what is missing, dangling, a directory, behind a file, or a circle", () => {
    const directory = makeTemporaryDirectory();
    const at = (name: string): string => join(directory, name);
    symlinkSync("nothing", at("dangling"));
    symlinkSync("circle", at("circle"));
    writeFileSync(at("file"), "");
    mkdirSync(at("directory"));
    const messages = ["missing", "dangling", "directory", "file/x.def", "circle"].map((name) => readRecipe(at(name)));
    expect(messages).toEqual(
      [
        "does not exist",
        "is a symbolic link to nothing",
        "is a directory",
        "cannot be read: a part of its path is no directory",
        "cannot be read: its symbolic links go round in a circle",
      ].map((message) => ({ problem: { kind: "unreadable", message } })),
    );
  });

  it.skipIf(process.getuid?.() === 0)("what it may not read", () => {
    const path = write("");
    chmodSync(path, 0);
    expect(readRecipe(path)).toEqual({ problem: { kind: "unreadable", message: "cannot be read: permission denied" } });
  });

  it("what is over 64 MiB, a device without end too", () => {
    const path = write("");
    truncateSync(path, MAXIMUM_BYTES + 1);
    for (const large of [path, "/dev/zero"]) {
      expect(readRecipe(large)).toEqual({ problem: { kind: "unreadable", message: "is larger than 64 MiB" } });
    }
  });
});

describe("readRecipe reads", () => {
  it.each([
    ["an empty file", Buffer.alloc(0)],
    ["comments only", Buffer.from("# a\n# b\n")],
    ["a NUL among much text", Buffer.concat([Buffer.alloc(100, "a"), Buffer.alloc(1)])],
    ["invalid UTF-8", Buffer.from([0x61, 0xff, 0xfe, 0x0a])],
  ])("%s, byte for byte", (_what, content) => {
    const outcome = readRecipe(write(content));
    expect("source" in outcome && Buffer.from(outcome.source.toBytes())).toEqual(content);
  });

  it("a named pipe", () => {
    const pipe = join(makeTemporaryDirectory(), "pipe");
    execFileSync("mkfifo", [pipe]);
    execFileSync("sh", ["-c", 'cat >"$1" <<E &\nBootstrap: docker\nE\n', "sh", pipe], { stdio: "ignore" });
    const outcome = readRecipe(pipe);
    expect("source" in outcome && outcome.source.text).toBe("Bootstrap: docker\n");
  });
});
