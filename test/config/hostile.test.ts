import { execFileSync } from "node:child_process";
import { chmodSync, chownSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { geteuid } from "node:process";
import { describe, expect, it } from "vitest";
import type { CheckFlags } from "../../src/commands/check/flags.ts";
import { findSettings } from "../../src/commands/check/settings.ts";
import { makeFakeIo } from "../fake-io.ts";
import { settingsOfOne, writeFiles } from "./configure.ts";

const settingsIn = async (root: string, flags: CheckFlags = {}) =>
  (await findSettings(flags, makeFakeIo(root))).settingsFor(["x.def"]);

describe("what has the name of a configuration and is no file", () => {
  it.each<[string, (path: string) => void]>([
    ["a link to nothing", (path) => symlinkSync("nothing", path)],
    ["a link to itself", (path) => symlinkSync("deflint.toml", path)],
    ["a device", (path) => symlinkSync("/dev/zero", path)],
    ["a pipe", (path) => execFileSync("mkfifo", [path])],
  ])("is refused: %s", async (_what, make) => {
    const root = writeFiles({});
    make(join(root, "deflint.toml"));
    await expect(settingsIn(root)).rejects.toThrow(/deflint\.toml is no file that can be read: .*--isolated/);
    await expect(settingsIn(root, { isolated: true })).resolves.toBeDefined();
  });
});

it.skipIf(geteuid?.() !== 0)("is not what a stranger puts where everybody may write", async () => {
  const root = writeFiles({ "deflint.toml": "hygiene = true\n" });
  const isTaken = async () => (await settingsIn(root))("x.def").hygiene;
  chownSync(join(root, "deflint.toml"), 65534, 65534);
  expect(await isTaken()).toBe(true);
  chmodSync(root, 0o1777);
  expect(await isTaken()).toBe(false);
  chownSync(join(root, "deflint.toml"), 0, 0);
  expect(await isTaken()).toBe(true);
});

it("takes a pipe or a device that is named, up to a size", async () => {
  const root = writeFiles({});
  await expect(settingsIn(root, { config: "/dev/null" })).resolves.toBeDefined();
  await expect(settingsIn(root, { config: "/dev/zero" })).rejects.toThrow("/dev/zero is too large");
  await expect(settingsIn(root, { config: "" })).rejects.toThrow("--config names no file");
  await expect(settingsIn(root, { config: "." })).rejects.toThrow(`${root} cannot be read: it is a directory`);
});

it("reads UTF-8 and nothing else", async () => {
  const root = writeFiles({});
  const path = join(root, "deflint.toml");
  writeFileSync(path, Buffer.from("hygiene = true\r\n# caf\xe9\r\n", "latin1"));
  await expect(settingsIn(root)).rejects.toThrow("deflint.toml:2: it is not UTF-8");
  writeFileSync(path, Buffer.from("\ufeffhygiene = true\r\n", "utf16le"));
  await expect(settingsIn(root)).rejects.toThrow("deflint.toml:1: it is not UTF-8");
  writeFileSync(path, "\ufeffhygiene = true\r\n");
  expect((await settingsIn(root))("x.def").hygiene).toBe(true);
});

describe("what no person writes", () => {
  it.each<[string, string, string | RegExp]>([
    ["keys in keys", `${"a.".repeat(50_000)}a = 1\n`, "deflint.toml:1: there is no key a"],
    ["lists in lists", `a = ${"[".repeat(5000)}`, /^deflint\.toml:1:\d+: /],
    ["many mistakes", `ignore = [${"1,".repeat(50_000)}]\n`, "deflint.toml:1: ignore.0 has to be text in quotes"],
    ["a long glob", `exclude = ['${"a".repeat(5000)}']\n`, "is longer than 4096 characters"],
    ["a large file", `# ${"a".repeat(2 ** 20)}\n`, "deflint.toml is too large to be a file of deflint's"],
  ])("is refused: %s", { timeout: 2000 }, async (_what, text, message) => {
    await expect(settingsOfOne({ "deflint.toml": text })).rejects.toThrow(message);
  });
});

describe("files that extend many others", () => {
  const chain = (length: number, extend: (next: string) => string) => ({
    "deflint.toml": extend("1.toml"),
    ...Object.fromEntries(
      Array.from({ length }, (_, index) => [
        `${index + 1}.toml`,
        index + 1 < length ? extend(`${index + 2}.toml`) : "",
      ]),
    ),
  });

  it("are read once each", { timeout: 2000 }, async () => {
    const { configured } = await settingsOfOne(chain(25, (next) => `extends = ["${next}", "./${next}"]\n`));
    expect(configured?.steps).toHaveLength(26);
  });

  it("are too many in a row", async () => {
    await expect(settingsOfOne(chain(40, (next) => `extends = "${next}"\n`))).rejects.toThrow(
      "29.toml:1: more than 30 files extend one another in a row",
    );
  });

  it("count where they are said last", async () => {
    const { configured } = await settingsOfOne({
      "deflint.toml": 'extends = ["b.toml", "c.toml", "b.toml"]\n',
      "b.toml": 'select = ["DF1"]\n[severity]\nDF101 = "info"\n',
      "c.toml": 'select = ["DF2"]\n[severity]\nDF101 = "error"\nDF102 = "info"\n',
    });
    expect(configured?.steps.map(({ origin }) => origin)).toEqual(["c.toml", "b.toml", "deflint.toml"]);
    expect(configured?.resolved.wishes.select?.map(({ selector }) => selector.key)).toEqual(["DF1"]);
  });
});
