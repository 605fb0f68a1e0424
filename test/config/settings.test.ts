import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { rules } from "#rules/index.ts";
import type { CheckFlags } from "../../src/commands/check/flags.ts";
import { findSettings, type Settings } from "../../src/commands/check/settings.ts";
import { makeFakeIo } from "../fake-io.ts";
import { type Files, settingsOf, settingsOfOne, writeFiles } from "./configure.ts";

/** The tmp size, in bytes, tells which file counts. */
const size = (bytes: number) => `[target]\ntmp-size = ${bytes}\n`;
const sizesOf = (all: readonly Settings[]) => all.map(({ target }) => target.tmpBytes);
const asks = ({ choice }: Settings, code: string) =>
  (choice?.choose(rules) ?? rules).some(({ meta }) => meta.code === code);

describe("the configuration of a recipe", () => {
  it("is the nearest upwards", async () => {
    const files = {
      "deflint.toml": size(1),
      "a/.deflint.toml": size(2),
      "a/b/x.def": "",
      "c/deflint.toml": size(3),
      "c/.deflint.toml": size(4),
    };
    expect(sizesOf(await settingsOf(files, {}, ["x.def", "a/x.def", "a/b/x.def", "c/x.def", "-"]))).toEqual([
      1, 2, 2, 3, 1,
    ]);
  });

  it("is not a directory of that name", async () => {
    const files = { "deflint.toml": size(1), "a/deflint.toml/file": "" };
    expect(sizesOf(await settingsOf(files, {}, ["a/x.def"]))).toEqual([1]);
  });

  it("is that of its real directory", async () => {
    const root = writeFiles({ "real/deflint.toml": size(1), "other/deflint.toml": size(2), "real/deep/x.def": "" });
    symlinkSync("../real/deep", join(root, "other/link"));
    const finder = await findSettings({}, makeFakeIo(root));
    expect((await finder.settingsFor(["other/link/x.def"]))("other/link/x.def").target.tmpBytes).toBe(1);
  });

  it.each<[CheckFlags, number | undefined]>([
    [{ config: "other.toml" }, 9],
    [{ isolated: true }, undefined],
    [{ stdinFilename: "a/stdin.def" }, 2],
    [{ stdinFilename: "gone/stdin.def" }, 1],
  ])("with %j", async (flags, bytes) => {
    const files = { "deflint.toml": size(1), "a/deflint.toml": size(2), "other.toml": size(9) };
    expect(sizesOf(await settingsOf(files, flags, ["-"]))).toEqual([bytes]);
  });

  it("is one object for recipes for which the same holds", async () => {
    const files = { "deflint.toml": `ignore = ["DF1"]\n[[overrides]]\nfiles = ["a/**"]\nignore = ["DF2"]\n` };
    const [one, two, three, four] = await settingsOf(files, {}, ["x.def", "y.def", "a/x.def", "a/b/y.def"]);
    expect(one).toBe(two);
    expect(three).toBe(four);
    expect(one?.choice).not.toBe(three?.choice);
    expect(one?.choice?.choose(rules)).toBe(two?.choice?.choose(rules));
  });

  it("is nothing where there is none", async () => {
    const settings = await settingsOfOne({});
    expect(settings.configured).toBeUndefined();
    expect(settings.choice).toBeUndefined();
    expect(settings).toMatchObject({ hygiene: false, usesShellCheck: true });
  });
});

describe("extends", () => {
  it("puts later files over earlier ones and the file itself over all", async () => {
    const files = {
      "deflint.toml": `extends = ["one.toml", "deep/two.toml"]\n[target]\nmode = "userns"\n`,
      "one.toml": `[target]\nmode = "root"\ntmp-size = 1\narch = "x86_64"\nhost-glibc = "2.1"\n`,
      "deep/two.toml": `extends = "three.toml"\n[target]\ntmp-size = 2\n`,
      "deep/three.toml": `[target]\nhost-glibc = "2.3"\ntmp-size = 3\n`,
    };
    const { target } = await settingsOfOne(files);
    expect(target).toMatchObject({ mode: "userns", tmpBytes: 2, hostGlibc: "2.3", arch: "x86_64" });
  });

  it("lets a file be extended twice", async () => {
    const files = {
      "deflint.toml": `extends = ["a.toml", "b.toml"]\n`,
      "a.toml": `extends = "base.toml"\n[target]\ntmp-size = 1\n`,
      "b.toml": `extends = "base.toml"\n`,
      "base.toml": size(2),
    };
    expect((await settingsOfOne(files)).target.tmpBytes).toBe(2);
  });

  it("replaces select, adds to ignore", async () => {
    const files = {
      "deflint.toml": `extends = "base.toml"\nselect = ["DF2"]\nignore = ["DF202"]\n`,
      "base.toml": `select = ["DF1"]\nignore = ["DF201"]\n`,
    };
    const settings = await settingsOfOne(files);
    expect(["DF101", "DF201", "DF202", "DF203"].filter((code) => asks(settings, code))).toEqual(["DF203"]);
  });

  it("knows profiles of sites", async () => {
    const { target } = await settingsOfOne({ "deflint.toml": `extends = "deflint:lumi"\n[target]\ntmp-size = "1G"\n` });
    expect(target).toMatchObject({ mode: "proot", engine: "singularity-ce", tmpBytes: 1024 ** 3 });
  });
});

describe("overrides", () => {
  const files: Files = {
    "sub/deflint.toml": `
extends = "../base.toml"
ignore = ["DF2"]
hygiene = true
[build-args]
A = "file"
B = "file"
[[overrides]]
files = ["old/**", "legacy.def"]
select = ["all", "DF201"]
hygiene = false
shellcheck = false
[overrides.build-args]
B = "override"
[overrides.target]
mode = "userns"
[overrides.severity]
DF201 = "info"
[overrides.fix]
never = ["all"]
[[overrides]]
files = ["old/*.def"]
[overrides.target]
mode = "root"
`,
    "base.toml": `[[overrides]]\nfiles = ["deep.def"]\n[overrides.target]\narch = "aarch64"\n`,
  };

  it("apply in their order, to recipes that their globs mean", async () => {
    const paths = ["sub/x.def", "sub/legacy.def", "sub/old/x.def", "sub/old/b/x.def", "sub/b/legacy.def", "old/x.def"];
    const all = await settingsOf(files, {}, paths);
    expect(all.map(({ target }) => target.mode)).toEqual([
      "suid-fakeroot",
      "userns",
      "root",
      "userns",
      "userns",
      "suid-fakeroot",
    ]);
    expect(all.map((settings) => asks(settings, "DF201"))).toEqual([false, true, true, true, true, true]);
    expect(all.map(({ hygiene }) => hygiene)).toEqual([true, false, false, false, false, false]);
    expect(all.map(({ usesShellCheck }) => usesShellCheck)).toEqual([true, false, false, false, false, true]);
  });

  it("set build arguments one by one", async () => {
    const [plain, old] = await settingsOf(files, {}, ["sub/x.def", "sub/old/x.def"]);
    expect([...(plain?.offeredArguments ?? [])]).toEqual([
      ["A", "file"],
      ["B", "file"],
    ]);
    expect([...(old?.offeredArguments ?? [])]).toEqual([
      ["A", "file"],
      ["B", "override"],
    ]);
  });

  it("of an extended file hold for names in any directory", async () => {
    expect((await settingsOfOne(files, {}, "sub/deep.def")).target.arch).toBe("aarch64");
  });

  it("hold for standard input by its name", async () => {
    expect((await settingsOfOne(files, { stdinFilename: "sub/old/x.def" }, "-")).target.mode).toBe("root");
  });
});

describe("flags over configuration", () => {
  const files: Files = {
    "deflint.toml": `
select = ["DF1"]
ignore = ["DF201"]
hygiene = false
shellcheck = false
trusted-registries = ["quay.io/site/"]
required-labels = ["version"]
[target]
mode = "userns"
host-glibc = "2.1"
tmp-size = 1
`,
    "target.toml": `[target]\nmode = "root"\ntmp-size = 2\n`,
  };

  it("of the target: what the file says, then --target, then the other flags", async () => {
    const file = await settingsOfOne(files);
    expect(file.target).toMatchObject({ mode: "userns", hostGlibc: "2.1", tmpBytes: 1 });
    expect(file.target).toMatchObject({ trustedRegistries: ["quay.io/site/"], requiredLabels: ["version"] });
    expect((await settingsOfOne(files, { target: "target.toml" })).target).toMatchObject({ mode: "root", tmpBytes: 2 });
    const flagged = await settingsOfOne(files, { target: "target.toml", tmpSize: "3" });
    expect(flagged.target).toMatchObject({ mode: "root", hostGlibc: "2.1", tmpBytes: 3 });
  });

  it.each<[CheckFlags, string, boolean]>([
    [{}, "DF101", true],
    [{ select: ["DF2"] }, "DF101", false],
    [{ select: ["DF2"] }, "DF202", true],
    [{ select: ["DF2"] }, "DF201", false],
    [{ select: ["DF201"] }, "DF201", true],
    [{ ignore: ["DF101"] }, "DF101", false],
    [{ select: ["DF1"], ignore: ["fakeroot"] }, "DF101", false],
  ])("%j asks %s: %s", async (flags, code, asked) => expect(asks(await settingsOfOne(files, flags), code)).toBe(asked));

  it.each<[CheckFlags, Partial<Settings>]>([
    [{ hygiene: true }, { hygiene: true }],
    [{ select: ["all"], shellcheck: "/usr/bin/shellcheck" }, { usesShellCheck: true }],
    [{ select: ["all"], shellcheck: true }, { usesShellCheck: false }],
    [{ isolated: true, shellcheck: true }, { usesShellCheck: true }],
    [{ isolated: true, shellcheck: false }, { usesShellCheck: false }],
    [{ isolated: true, select: ["DF1"] }, { usesShellCheck: false }],
  ])("%j gives %j", async (flags, wanted) => expect(await settingsOfOne(files, flags)).toMatchObject(wanted));
});

describe("exclude", () => {
  it("is told with the directories that it starts from, the same objects each time", async () => {
    const root = writeFiles({
      "deflint.toml": `extends = "shared/base.toml"\nexclude = ["old/", "*.bak.def"]\n`,
      "shared/base.toml": `exclude = ["third-party/"]\n`,
    });
    const { excludesOf } = await findSettings({}, makeFakeIo(root));
    const excludes = await excludesOf(join(root, "sub"));
    expect(excludes).toEqual([
      { directory: join(root, "shared"), globs: ["third-party/"] },
      { directory: root, globs: ["old/", "*.bak.def"] },
    ]);
    expect((await excludesOf(root))[0]).toBe(excludes[0]);
    expect(await (await findSettings({ isolated: true }, makeFakeIo(root))).excludesOf(root)).toEqual([]);
  });
});
