import { expect, it } from "vitest";
import type { CheckFlags } from "../../src/commands/check/flags.ts";
import { printConfiguration } from "../../src/commands/check/print-config.ts";
import { findSettings } from "../../src/commands/check/settings.ts";
import { makeFakeIo } from "../fake-io.ts";
import { type Files, writeFiles } from "./configure.ts";

async function print(files: Files, flags: CheckFlags, paths: readonly string[]): Promise<string> {
  const io = makeFakeIo(writeFiles(files));
  const finder = await findSettings(flags, io);
  expect(printConfiguration(paths, await finder.settingsFor(paths), io)).toBe(0);
  return io.written.stdout;
}

const FILES: Files = {
  "base.toml": `ignore = ["DF2"]\nexclude = ["old/"]\ntrusted-registries = ["quay.io/"]\n[severity]\nspace = "info"\n`,
  "deflint.toml": `
extends = "base.toml"
select = ["all", "DF801"]
hygiene = true
[target]
mode = "userns"
tmp-size = "4G"
[fix]
promote = ["DF201"]
never = ["DF101", "fakeroot"]
[build-args]
A = "1"
B = "2 \\"b\\""
[[overrides]]
files = ["sub/"]
ignore = ["DF3"]
`,
};

it("says what holds, and where it is said", async () => {
  expect(await print(FILES, { ignore: ["DF304"], buildArg: ["A=9"], tmpSize: "1K" }, ["x.def", "y.def"])).toBe(`# x.def
# y.def
#   by base.toml
#   by deflint.toml
#   by --ignore
#   exclude = ["old/"], in the directory of base.toml
select = [
  "all", # deflint.toml
  "DF801", # deflint.toml
]
ignore = [
  "DF2", # base.toml
  "DF304", # --ignore
]
hygiene = true # deflint.toml
shellcheck = true # unless said otherwise
trusted-registries = [ "quay.io/" ] # base.toml

[severity]
space = "info" # base.toml

[fix]
promote = [
  "DF201", # deflint.toml
]
never = [
  "DF101", # deflint.toml
  "fakeroot", # deflint.toml
]

[build-args]
A = "9" # the command line
B = "2 \\"b\\"" # deflint.toml

[target]
engine = "apptainer" # unless said otherwise
mode = "userns" # deflint.toml
tmp-size = 1024 # the command line
`);
});

it("prints one configuration for each group of recipes, and tells of overrides", async () => {
  const text = await print(FILES, {}, ["x.def", "sub/a.def", "y.def"]);
  expect(text.match(/^# \S.*$/gm)).toEqual(["# x.def", "# y.def", "# sub/a.def"]);
  expect(text).toContain("#   by deflint.toml, override 1\n");
  expect(text).toContain('  "DF3", # deflint.toml, override 1\n');
});

it("prints what is a configuration itself, and means the same", async () => {
  const once = await print(FILES, { select: ["DF1", "hygiene"], mode: "root" }, ["sub/x.def"]);
  const again = await print({ "deflint.toml": once }, {}, ["sub/x.def"]);
  const plain = (text: string) => text.replaceAll(/ ?#.*\n/g, "\n").replace(/^\n+/, "");
  expect(plain(again)).toBe(plain(once));
  expect(again).not.toBe(once);
});

it("says that nothing is configured", async () => {
  expect(await print({}, {}, ["x.def"])).toContain('# no configuration\nselect = ["all"] # unless said otherwise\n');
});
