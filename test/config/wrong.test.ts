import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import packageJson from "../../package.json" with { type: "json" };
import type { CheckFlags } from "../../src/commands/check/flags.ts";
import { findSettings } from "../../src/commands/check/settings.ts";
import { isInRange } from "../../src/config/version-range.ts";
import { UsageError } from "../../src/usage-error.ts";
import { makeFakeIo } from "../fake-io.ts";
import { type Files, settingsOfOne, writeFiles } from "./configure.ts";

async function complaintOf(files: Files, flags: CheckFlags = {}): Promise<string> {
  const error = await settingsOfOne(files, flags).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(UsageError);
  return (error as UsageError).message;
}

describe("what is wrong is told in one line with its place", () => {
  it.each([
    ["\nselct = []\n", "deflint.toml:2: there is no key selct; did you mean select?"],
    ["[target]\nglibc = '2'\n", "deflint.toml:2: there is no key target.glibc"],
    [
      "[[overrides]]\nfiles = ['a']\n\n[[overrides]]\nfiles = ['b']\nselekt = []\n",
      "deflint.toml:6: there is no key overrides.1.selekt; did you mean select?",
    ],
    ["[[overrides]]\nignore = ['DF1']\n", "deflint.toml:1: overrides.0.files is missing"],
    ["[[overrides]]\nfiles = []\n", "deflint.toml:2: overrides.0.files has to be a list of at least one glob"],
    ["[[overrides]]\nfiles = ['']\n", "deflint.toml:2: overrides.0.files.0 has to be a glob, and not empty"],
    ["[[overrides]]\nfiles = ['a']\nexclude = ['b']\n", "deflint.toml:3: there is no key overrides.0.exclude"],
    ["[fix]\nsafe = ['DF1']\n", "deflint.toml:2: there is no key fix.safe"],
    ["select = 'DF1'\n", 'deflint.toml:1: select has to be a list, as in ["DF101", "space"]'],
    ["select = [101]\n", 'deflint.toml:1: select.0 has to be text in quotes, as in "DF101"'],
    [
      "select = [\n  'all', # 'x',\n  'pip-fils-tmp',\n]\n",
      "deflint.toml:3: select.1: there is no rule, family or group pip-fils-tmp; did you mean pip-fills-tmp?",
    ],
    [
      "ignore = ['DF1', 'SC20']\n",
      "deflint.toml:1: ignore.1: there is no rule, family or group SC20; deflint rules lists them all",
    ],
    ["[severity]\nDF999 = 'error'\n", /^deflint\.toml:2: severity\.DF999: there is no rule, family or group DF999/],
    [
      "[severity]\nDF1 = 'off'\n",
      'deflint.toml:2: severity.DF1 has to be one of "error", "warning", "info"; a rule is switched off by ignore',
    ],
    ["severity.DF1 = 'fatal'\n", 'deflint.toml:1: severity.DF1 has to be one of "error", "warning", "info"'],
    [
      "[fix]\nnever = ['fakerot']\n",
      "deflint.toml:2: fix.never.0: there is no rule, family or group fakerot; did you mean fakeroot?",
    ],
    ["hygiene = 'yes'\n", "deflint.toml:1: hygiene has to be true or false: whether hygiene notes are shown"],
    ["[build-args]\nV = 3.10\n", 'deflint.toml:2: build-args.V has to be text in quotes, as in "3.10"'],
    ["[build-args]\nV = ' '\n", /^deflint\.toml:2: build-args\.V has to be one line of text, and not empty/],
    ["[build-args]\n\"a b\" = 'x'\n", /^deflint\.toml:2: build-args\.a b has to be the name of a \{\{ \}\} reference/],
    [
      "[target]\nmode = 'setuid'\n",
      'deflint.toml:2: target.mode has to be one of "root", "subuid", "userns", "userns-fakeroot", "suid-fakeroot", "proot"',
    ],
    ["trusted-registries = ['']\n", "deflint.toml:1: trusted-registries.0 has to be text, and not empty"],
    ["required-labels = 'version'\n", /^deflint\.toml:1: required-labels has to be a list/],
    [
      "exclude = ['{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}']\n",
      /^deflint\.toml:1: exclude\.0: the glob .* stands for more than 1000 others/,
    ],
    ["select = [\n", /^deflint\.toml:\d+:\d+: /],
    [
      "[target]\nmode = root\n",
      "deflint.toml:2:8: invalid value: text stands in quotes; without them stand numbers, dates, true and false",
    ],
    ["target = 'root'\n", "deflint.toml:1: target has to be a table"],
    ["overrides = [1]\n", "deflint.toml:1: overrides.0 has to be a table"],
    [
      "\n[[severity]]\nDF1 = 'error'\n",
      /^deflint\.toml:2: severity has to be one table, \[severity\], and not a list of them$/,
    ],
    ["[[target]]\nmode = 'root'\n", /^deflint\.toml:1: target has to be one table/],
    ["\n[tool.deflint]\n", "deflint.toml:2: there is no key tool"],
    ["\n[severity]\nconstructor = 'error'\n", "deflint.toml:3: there is no key severity.constructor"],
    ["[build-args]\n__proto__ = 'x'\n", "deflint.toml:2: there is no key build-args.__proto__"],
    [
      "[[overrides]]\nfiles = ['a']\nbuild-args = { prototype = 'x' }\n",
      /:3: there is no key overrides\.0\.build-args\.prototype$/,
    ],
    ["extends = ''\n", "deflint.toml:1: extends names no file"],
    [
      "extends = '~/x.toml'\n",
      "deflint.toml:1: extends ~/x.toml, which cannot be read: no such file; ~ is no home directory here",
    ],
    ['extends = "a\\u0000"\n', /which cannot be read: no path has such characters$/],
    ["extends = '/dev/zero'\n", "deflint.toml:1: extends /dev/zero, which is a pipe or a device and not a file"],
    ["extends = 3\n", 'deflint.toml:1: extends has to be a path or a list of paths, as in "../deflint.toml"'],
  ])("%j", async (text, message) => expect(await complaintOf({ "deflint.toml": text })).toMatch(message));

  it("tells the first of several", async () => {
    expect(await complaintOf({ "deflint.toml": "hygiene = true\nbogus = 1\nshellcheck = 1\n" })).toMatch(
      /^deflint\.toml:2: /,
    );
  });
});

describe("no configuration names a program", () => {
  it.each(["shellcheck = '/tmp/evil'\n", "[[overrides]]\nfiles = ['*']\nshellcheck = 'evil'\n"])("%j", async (text) =>
    expect(await complaintOf({ "deflint.toml": text })).toMatch(
      /shellcheck has to be true or false: no configuration names a program to run; --shellcheck PATH does$/,
    ),
  );
});

describe("extends", () => {
  it.each<[string, Files, string | RegExp]>([
    [
      "a file that is not there",
      { "deflint.toml": "\nextends = 'no.toml'\n" },
      "deflint.toml:2: extends no.toml, which cannot be read: no such file",
    ],
    [
      "a directory",
      { "deflint.toml": "extends = ['a', 'd']\n", a: "", "d/f": "" },
      "deflint.toml:1: extends d, which is a directory and not a file",
    ],
    [
      "further down the chain",
      {
        "deflint.toml": "extends = 'a/a.toml'\n",
        "a/a.toml": "extends = 'b.toml'\n",
        "a/b.toml": "extends = [\n'a.toml.bak']\n",
      },
      "a/b.toml:2: extends a.toml.bak, which cannot be read: no such file (deflint.toml extends a/a.toml, which extends a/b.toml)",
    ],
    [
      "a circle",
      { "deflint.toml": "extends = 'a.toml'\n", "a.toml": "extends = './b.toml'\n", "b.toml": "extends = 'a.toml'\n" },
      "b.toml:1: the files extend each other in a circle: a.toml -> b.toml -> a.toml (deflint.toml extends a.toml, which extends b.toml)",
    ],
    [
      "itself",
      { "deflint.toml": "extends = 'deflint.toml'\n" },
      "deflint.toml:1: the files extend each other in a circle: deflint.toml -> deflint.toml",
    ],
    [
      "a file that is wrong",
      { "deflint.toml": "extends = 'a.toml'\n", "a.toml": "\nx = 1\n" },
      "a.toml:2: there is no key x (deflint.toml extends a.toml)",
    ],
    [
      "an unknown profile",
      { "deflint.toml": "extends = 'deflint:csc-puti'\n" },
      "deflint.toml:1: there is no profile deflint:csc-puti; did you mean deflint:csc-puhti?",
    ],
    [
      "a profile that is like no other",
      { "deflint.toml": "extends = 'deflint:here'\n" },
      "deflint.toml:1: there is no profile deflint:here; there are deflint:csc-mahti, deflint:csc-puhti, deflint:csc-roihu, deflint:lumi",
    ],
  ])("%s", async (_what, files, message) => expect(await complaintOf(files)).toMatch(message));
});

it("knows a file by all of its names", async () => {
  const root = writeFiles({ "deflint.toml": "extends = 'link.toml'\n" });
  symlinkSync("deflint.toml", join(root, "link.toml"));
  const finder = await findSettings({}, makeFakeIo(root));
  await expect(finder.settingsFor(["x.def"])).rejects.toThrow(
    "deflint.toml:1: the files extend each other in a circle: deflint.toml -> link.toml",
  );
});

describe("required-version", () => {
  const { version } = packageJson;

  it("refuses other versions before anything else", async () => {
    const text = "new-key = 1\nrequired-version = '>=99'\n";
    expect(await complaintOf({ "deflint.toml": text })).toBe(
      `deflint.toml:2: it is for deflint >=99, and this is deflint ${version}`,
    );
  });

  it("lets its own versions in", async () => {
    await expect(settingsOfOne({ "deflint.toml": "required-version = '>=0.1, <99'\n" })).resolves.toBeDefined();
  });

  it("has to be a range", async () => {
    expect(await complaintOf({ "deflint.toml": "required-version = '^1.0'\n" })).toBe(
      'deflint.toml:1: required-version: a range is made of versions with >=, >, <=, < or = and commas between them, as in ">=0.1, <1"',
    );
  });

  it.each<[string, string, boolean | undefined]>([
    ["0.1.5", ">=0.1", true],
    ["0.1.5", ">=0.1, <1", true],
    ["1.0.0", ">=0.1, <1", false],
    ["0.1.5", "0.1", true],
    ["0.1.5", "=0.1.4", false],
    ["0.1.5", "<=0.1", true],
    ["0.1.5", ">0.1", false],
    ["0.10.0", ">0.9", true],
    ["1.0.0-rc.1", ">=1", true],
    ["0.1.5", "", undefined],
    ["0.1.5", ">=0.1,", undefined],
    ["0.1.5", "~0.1", undefined],
    ["0.1.5", "1.2.3.4", undefined],
  ])("%s is in %j: %s", (own, range, holds) => expect(isInRange(own, range)).toBe(holds));
});

describe("flags", () => {
  it.each<[CheckFlags, string]>([
    [
      { select: ["DF1", "pip-fils-tmp"] },
      "--select pip-fils-tmp: there is no rule, family or group pip-fils-tmp; did you mean pip-fills-tmp?",
    ],
    [{ ignore: ["x"] }, "--ignore x: there is no rule, family or group x; deflint rules lists them all"],
    [
      { config: "a.toml", isolated: true },
      "--config names a configuration and --isolated reads none: give one of them",
    ],
    [{ config: "a.toml" }, "a.toml cannot be read: no such file"],
    [{ select: [] }, "--select takes rules: --select DF101,space"],
    [{ target: "" }, "--target names no file"],
  ])("%j", async (flags, message) => expect(await complaintOf({}, flags)).toBe(message));
});
