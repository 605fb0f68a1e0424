import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { asWritten, targetOf, whyUnmovable } from "../../../src/build/staging/target.ts";
import { makeFakeHost } from "../fake-host.ts";

it.each([
  ["out.sif", "/home/a/out.sif", "out.sif"],
  ["out/", "/home/a/out", "out"],
  ["../x/../out", "/home/out", "../out"],
  ["/data/out", "/data/out", "/data/out"],
  [".", "/home/a", "."],
  ["-", "/home/a/-", "-"],
])("finds the target of %j", (image, path, written) => {
  const target = targetOf(image, "/home/a");
  expect(target.path).toBe(path);
  expect(asWritten(target.path, target, "/home/a")).toBe(written);
});

it.each([
  ["/", "/ is the root of all directories, and no name for an image"],
  ["/proc/", "/proc/ is a mount point, and nothing can be put in its place; name something in it, such as /proc/image"],
  ["missing/out.sif", undefined],
  ["here", undefined],
])("says why %j cannot be replaced", async (image, sentence) => {
  const { cwd } = makeFakeHost();
  mkdirSync(join(cwd, "here"));
  expect(await whyUnmovable(targetOf(image, cwd))).toBe(sentence);
});
