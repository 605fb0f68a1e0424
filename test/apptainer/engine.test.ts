import { chmodSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Lab, openLab, sayLoudly, writeRecipe } from "./lab.ts";

const lab = await openLab();
if (typeof lab === "string") sayLoudly(lab);

describe.skipIf(typeof lab === "string")("names that Apptainer splits", () => {
  const { apptainer, deflint, directory, remove } = lab as Lab;
  let cwd = "";
  beforeAll(() => {
    cwd = directory();
    writeRecipe(cwd, "r.def", ["true"]);
    writeRecipe(cwd, "own.def", ['[ -z "$(ls -A /tmp)" ]']);
  });
  afterAll(() => remove());

  const makeTmpdir = (name: string) => {
    const path = join(cwd, "tmpdir", name);
    mkdirSync(path, { recursive: true, mode: 0o777 });
    chmodSync(path, 0o777);
    return path;
  };

  it.each(["co,mma", "co:lon"])("ends in a temporary directory named %s, and deflint takes another", async (name) => {
    const env = { TMPDIR: makeTmpdir(name) };
    const plain = await apptainer(["build", "-F", "-s", "plain", "r.def"], { cwd, env });
    expect(plain.code).toBe(255);
    const mended = await deflint(["build", "-F", "-s", "mended", "r.def"], { cwd, env });
    expect(mended.text).toContain("has a comma or colon in its name");
    expect(mended.code).toBe(0);
  });

  it.each(['qu"ote', "line\nend", "sp ace", "back\\slash"])("binds below a $TMPDIR named %j", async (name) => {
    const env = { TMPDIR: makeTmpdir(name) };
    const built = await deflint(["build", "-F", "-s", "out", "own.def"], { cwd, env });
    expect(built.text).toContain("of %post: a private directory below");
    expect(built.code).toBe(0);
  });
});
