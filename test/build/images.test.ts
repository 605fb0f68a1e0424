import { execFileSync } from "node:child_process";
import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { findSwap } from "../../src/build/command-line/swapped-names.ts";
import { isUri, lookAt, objectionTo } from "../../src/build/images.ts";
import { makeFakeHost } from "./fake-host.ts";

const LAUNCH = "#!/usr/bin/env run-singularity\n";
const ext3 = Buffer.alloc(2000);
ext3.writeUInt16LE(0xef53, 1080);

it("tells images from other files", async () => {
  const host = makeFakeHost();
  const look = (name: string) => lookAt(join(host.cwd, name));
  host.write("a.sif", `${LAUNCH}\0SIF_MAGIC\0`);
  host.write("b.img", `${LAUNCH}hsqs`);
  host.write("c.sqsh", "hsqs0000");
  host.write("d.img", ext3);
  host.write("e.def", "Bootstrap: docker\n");
  host.write("f", "");
  mkdirSync(join(host.cwd, "sandbox/.singularity.d"), { recursive: true });
  mkdirSync(join(host.cwd, "empty"));
  symlinkSync("nothing", join(host.cwd, "dangling"));
  expect(
    await Promise.all(
      ["a.sif", "b.img", "c.sqsh", "d.img", "e.def", "f", "sandbox", "empty", "bin", ".", "dangling", "e.def/x"].map(
        look,
      ),
    ),
  ).toEqual([
    "sif",
    "squashfs",
    "squashfs",
    "ext3",
    "unknown-file",
    "empty-file",
    "sandbox",
    "empty-directory",
    "empty-directory",
    "directory",
    "missing",
    "missing",
  ]);
  execFileSync("mkfifo", [join(host.cwd, "pipe")]);
  expect(await look("pipe")).toBe("special");
});

it.each([
  ["r.def", "new.sif", "did you mean deflint build new.sif r.def ?"],
  ["r.def", "old.sif", "did you mean deflint build old.sif r.def ?"],
  ["recipe", "old.sif", "did you mean deflint build old.sif recipe ?"],
  ["none.def", "none.sif", "the image comes first"],
  ["notes.txt", "r.def", "notes.txt exists and is no image"],
  ["full", "r.def", "full is a directory with files in it and no sandbox"],
  ["old.sif", "r.def", undefined],
  ["new.sif", "r.def", undefined],
  ["new.sif", "docker://alpine", undefined],
])("weighs build %s %s", async (image, recipe, objection) => {
  const host = makeFakeHost();
  for (const name of ["r.def", "recipe", "notes.txt"]) host.write(name, "Bootstrap: docker\n");
  host.write("old.sif", `${LAUNCH}\0SIF_MAGIC\0`);
  mkdirSync(join(host.cwd, "full/data"), { recursive: true });
  const said = (await findSwap(image, recipe, host.cwd)) ?? (await objectionTo(image, host.cwd));
  if (objection === undefined) expect(said).toBeUndefined();
  else expect(said).toContain(objection);
});

it.each([
  ["docker://alpine", true],
  ["docker-daemon:x:latest", true],
  ["./docker:x", false],
  ["r.def", false],
  ["C.def", false],
])("%s is a URI: %s", (name, is) => {
  expect(isUri(name)).toBe(is);
});
