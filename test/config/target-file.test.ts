import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readTargetFile } from "../../src/config/target-file.ts";
import { parseSize } from "../../src/size.ts";
import { makeTemporaryDirectory } from "../temporary-directory.ts";

function read(text: string) {
  const cwd = makeTemporaryDirectory();
  writeFileSync(join(cwd, "t.toml"), text);
  return readTargetFile("t.toml", cwd);
}

describe("a target file", () => {
  it("gives every fact that a person can state", () => {
    const text = `[target]
engine = "apptainer"
engine-version = "1.4"
mode = "userns"
host-glibc = "2.34"
tmp-size = "4G"
runtime-binds = ["/scratch"]
arch = "aarch64"
`;
    expect(read(text)).toEqual({
      engine: "apptainer",
      engineVersion: "1.4",
      mode: "userns",
      hostGlibc: "2.34",
      tmpBytes: 4 * 1024 ** 3,
      runtimeBinds: ["/scratch"],
      arch: "aarch64",
    });
  });

  it("leaves unknown what it does not say", () => expect(read("[target]\n")).toEqual({}));

  it.each([
    ["[target]\nmode = 'root'\ntmp-sise = '4G'\n", "t.toml:3: there is no key target.tmp-sise; did you mean tmp-size?"],
    ["[target]\nhost-glibc = 2.34\n", 't.toml:2: target.host-glibc has to be a version in quotes, as in "2.34"'],
    ["[target]\ntmp-size = '4 apples'\n", 't.toml:2: target.tmp-size has to be a size, as in "4G"'],
    ["[target]\narch = 'x86'\n", /^t\.toml:2: target\.arch has to be one of "x86_64", "aarch64"/],
    ["[target]\nruntime-binds = ['scratch']\n", "t.toml:2: target.runtime-binds.0 has to be an absolute path"],
    ["mode = 'root'\n", "t.toml: target is missing"],
    ["[target\n", /^t\.toml:1:8: /],
  ])("says what is wrong with %j, and where", (text, message) => expect(() => read(text)).toThrow(message));

  it("names a file that is not there", () => {
    expect(() => readTargetFile("none.toml", makeTemporaryDirectory())).toThrow(/^none\.toml cannot be read: /);
  });
});

describe("a size", () => {
  it.each([
    ["1000", 1000],
    ["4G", 4 * 1024 ** 3],
    ["512 MiB", 512 * 1024 ** 2],
    ["1.5k", 1536],
    ["4X", undefined],
    ["", undefined],
    ["-1", undefined],
  ])("%j", (text, bytes) => expect(parseSize(text)).toBe(bytes));
});
