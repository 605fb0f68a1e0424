/** What `deflint build` puts where, by real Apptainer: links, sandboxes, full disks, and the rights of what it makes. */
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { writeRecipe } from "./lab.ts";
import { type LabMode, placeOf, settingOf } from "./modes.ts";
import { fingerprint, leftIn, makeOld } from "./old-image.ts";
import { useLab } from "./use-lab.ts";

const { lab, hasLab } = await useLab();

const FAST = ["--mksquashfs-args", "-comp gzip -Xcompression-level 1"];

function place(mode: LabMode = "userns-fakeroot") {
  const { user } = settingOf(mode, lab, ".");
  const cwd = lab.directory(user);
  const where = placeOf({ ...settingOf(mode, lab, cwd) }, cwd);
  writeRecipe(cwd, "r.def", ["echo made > /made"]);
  const at = (name: string) => join(cwd, name);
  return { cwd, user, where, at, before: [...readdirSync(cwd), "out"] };
}

const isSif = (path: string) => readFileSync(path).toString("latin1", 32, 41) === "SIF_MAGIC";

describe.skipIf(!hasLab)("deflint build", () => {
  it("does with a link what apptainer build does", async () => {
    for (const program of ["apptainer", "deflint"] as const) {
      for (const [form, flags] of [
        ["sif", FAST],
        ["sandbox", ["--sandbox"]],
      ] as const) {
        const { cwd, user, where, at } = place();
        makeOld(cwd, form, user);
        const old = fingerprint(at("out"));
        symlinkSync("out", at("link"));
        const ran = await lab[program](["build", "-F", ...flags, "link", "r.def"], where);
        expect(ran.code, ran.text).toBe(0);
        expect(lstatSync(at("link")).isSymbolicLink()).toBe(false);
        expect(fingerprint(at("out"))).toBe(old);
      }
    }
  });

  it.each(["sif", "sandbox"] as const)("replaces either form by either: an old %s", async (form) => {
    const { cwd, user, where, at, before } = place();
    makeOld(cwd, form, user);
    const sandbox = await lab.deflint(["build", "-F", "--sandbox", "out/", "r.def"], where);
    expect(sandbox.code, sandbox.text).toBe(0);
    expect(readFileSync(at("out/made"), "utf8")).toBe("made\n");
    const sif = await lab.deflint(["build", "-F", ...FAST, "out", "r.def"], where);
    expect(sif.code, sif.text).toBe(0);
    expect(isSif(at("out"))).toBe(true);
    expect(leftIn(cwd, before)).toEqual([]);
  });

  it("gives what it makes the rights that apptainer build gives it", async () => {
    const { cwd, where, at } = place();
    chmodSync(cwd, 0o2775);
    chownSync(cwd, 2001, 2002);
    const rights = (name: string) => {
      const { mode, uid, gid } = statSync(at(name));
      return { mode: mode.toString(8), uid, gid };
    };
    for (const [form, flags] of [
      ["sif", FAST],
      ["sandbox", ["--sandbox"]],
    ] as const) {
      for (const program of ["apptainer", "deflint"] as const) {
        const ran = await lab[program](["build", ...flags, `${form}-${program}`, "r.def"], where);
        expect(ran.code, ran.text).toBe(0);
      }
      expect(rights(`${form}-deflint`)).toEqual(rights(`${form}-apptainer`));
    }
  });

  it("removes an old sandbox whose files belong to subordinate ids", async () => {
    const { cwd, where, at, before } = place("subuid");
    writeRecipe(cwd, "r.def", [
      "mkdir -p /theirs/below; echo x > /theirs/below/x; chown -R 101:101 /theirs; chmod -R 700 /theirs",
    ]);
    for (let count = 0; count < 2; count++) {
      const ran = await lab.deflint(["build", "-F", "--sandbox", "out", "r.def"], where);
      expect(ran.code, ran.text).toBe(0);
      expect(leftIn(cwd, before)).toEqual([]);
    }
    expect(statSync(at("out/theirs")).uid).toBeGreaterThan(2002);
  });

  it("keeps the old image when the disk is full, and Apptainer's exit code", async () => {
    const { cwd, where, at } = place();
    mkdirSync(at("small"));
    expect(spawnSync("mount", ["-t", "tmpfs", "-o", "size=8m,mode=777", "small", at("small")]).status).toBe(0);
    try {
      makeOld(at("small"), "sif", "alice");
      const old = fingerprint(at("small/out"));
      for (const flags of [FAST, ["--sandbox"]]) {
        const ran = await lab.deflint(["build", "-F", ...flags, "small/out", "r.def"], where);
        expect(ran.text).toMatch(/no space left on device/i);
        expect(ran.code, ran.text).toBe(255);
        expect(fingerprint(at("small/out"))).toBe(old);
        expect(readdirSync(at("small")).sort()).toEqual(["out", "out.deflint"]);
        expect(readFileSync(at("small/out.deflint/build.log"), "utf8")).toMatch(/FATAL/);
      }
      expect(readdirSync(join(cwd, "tmpdir"))).toEqual([]);
    } finally {
      spawnSync("umount", [at("small")]);
    }
  });

  it("says in one line where it cannot build", async () => {
    const { where, at } = place();
    mkdirSync(at("closed"), { mode: 0o755 });
    const ran = await lab.deflint(["build", "--no-preflight", "closed/out.sif", "r.def"], where);
    expect(ran.code, ran.text).toBe(2);
    expect(ran.text).toContain("closed/out.sif: nothing can be made in the directory");
    expect(ran.text).toContain("permission denied");
  });

  it("lets Apptainer ask, and update, at the image itself", async () => {
    const { cwd, user, where, at, before } = place();
    makeOld(cwd, "sif", user);
    const old = fingerprint(at("out"));
    const asked = await lab.deflint(["build", "--no-preflight", ...FAST, "out", "r.def"], where);
    expect(asked.text).toContain("build target 'out' already exists. Use --force if you want to overwrite it");
    expect(asked.code).toBe(255);
    expect(fingerprint(at("out"))).toBe(old);
    expect((await lab.deflint(["build", "-F", "--sandbox", "out", "r.def"], where)).code).toBe(0);
    writeRecipe(cwd, "r.def", ["echo more > /more"]);
    const updated = await lab.deflint(["build", "--sandbox", "--update", "out", "r.def"], where);
    expect(updated.code, updated.text).toBe(0);
    expect(updated.text).toContain("nothing is protected");
    expect(["made", "more"].map((name) => existsSync(at(`out/${name}`)))).toEqual([true, true]);
    expect(leftIn(cwd, before)).toEqual([]);
  });

  it("stages conversions of images too", async () => {
    const { cwd, where, at, before } = place();
    const sandbox = await lab.deflint(["build", "--sandbox", "out", "base.sif"], where);
    expect(sandbox.code, sandbox.text).toBe(0);
    expect(sandbox.text).toMatch(/Build complete: \.out\.deflint-\w+\/out/);
    expect(existsSync(at("out/.singularity.d"))).toBe(true);
    const sif = await lab.deflint(["build", ...FAST, "back.sif", "out"], where);
    expect(sif.code, sif.text).toBe(0);
    expect(isSif(at("back.sif"))).toBe(true);
    expect(leftIn(cwd, [...before, "back.sif", "back.sif.deflint"])).toEqual([]);
  });

  it("lets two builds of one image go their ways", async () => {
    const { cwd, where, at, before } = place();
    const post = (name: string, seconds: number) =>
      writeRecipe(cwd, `${name}.def`, [`sleep ${seconds}`, `echo ${name} > /made`]);
    post("slow", 2);
    post("quick", 0);
    const both = await Promise.all(
      ["slow", "quick"].map((name) => lab.deflint(["build", "-F", "--sandbox", "out", `${name}.def`], where)),
    );
    expect(both.map(({ code }) => code)).toEqual([0, 0]);
    expect(readFileSync(at("out/made"), "utf8")).toBe("slow\n");
    expect(readFileSync(at("out.deflint/recipe.def"), "utf8")).toContain("echo slow");
    expect(readFileSync(at("out.deflint/build.log"), "utf8")).toContain("+ sleep 2");
    expect(leftIn(cwd, [...before, "slow.def", "quick.def"])).toEqual([]);
  });

  it("builds names that are hard to pass on", async () => {
    const { where, at } = place();
    for (const name of ["-dash.sif", "new\nline.sif", "%s $(touch x) é.sif"]) {
      const ran = await lab.deflint(["build", ...FAST, "--", name, "r.def"], where);
      expect(ran.code, ran.text).toBe(0);
      expect(isSif(at(name))).toBe(true);
    }
  });
});
