import { readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { writeAtomically } from "../../src/files/write-atomically.ts";
import { makeTemporaryDirectory } from "../temporary-directory.ts";

it("replaces a link rather than what it points to, and takes the mode that it is given", () => {
  const directory = makeTemporaryDirectory();
  writeFileSync(join(directory, "mine"), "mine", { mode: 0o640 });
  symlinkSync("mine", join(directory, "link"));
  writeAtomically(join(directory, "link"), Buffer.from("new"), { like: join(directory, "mine") });
  expect(readFileSync(join(directory, "mine"), "utf8")).toBe("mine");
  expect(readFileSync(join(directory, "link"), "utf8")).toBe("new");
  expect(statSync(join(directory, "link")).mode & 0o777).toBe(0o640);
  writeAtomically(join(directory, "fresh"), Buffer.from("new"));
  expect(statSync(join(directory, "fresh")).mode & 0o777).toBe(0o644 & ~process.umask());
  expect(readdirSync(directory).sort()).toEqual(["fresh", "link", "mine"]);
});

it("throws the system's error and leaves nothing", () => {
  const directory = makeTemporaryDirectory();
  expect(() => writeAtomically(join(directory, "no/file"), Buffer.from(""))).toThrow("ENOENT");
  expect(readdirSync(directory)).toEqual([]);
});

it("changes nothing where the last look says no", () => {
  const directory = makeTemporaryDirectory();
  const path = join(directory, "file");
  writeFileSync(path, "old");
  const confirm = () => {
    // All is there by now but the new name.
    const [draft = ""] = readdirSync(directory).filter((name) => name !== "file");
    expect(readFileSync(join(directory, draft), "utf8")).toBe("new");
    throw new Error("no");
  };
  expect(() => writeAtomically(path, Buffer.from("new"), { confirm })).toThrow("no");
  expect(readFileSync(path, "utf8")).toBe("old");
  expect(readdirSync(directory)).toEqual(["file"]);
});

it("finds a name for its draft beside the longest name there can be", () => {
  const directory = makeTemporaryDirectory();
  const path = join(directory, `${"ö".repeat(127)}x`);
  writeAtomically(path, Buffer.from("new"));
  expect(readFileSync(path, "utf8")).toBe("new");
});
