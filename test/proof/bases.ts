/** The images that proofs start from: made once, kept below the lab's tree. */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Lab } from "../apptainer/lab.ts";
import { unpackBusybox } from "./bases/busybox.ts";
import { debootstrap } from "./bases/debootstrap.ts";
import { keepFiles } from "./bases/keep-files.ts";
import { buildRpms } from "./bases/rpms.ts";
import { BASE_FILE } from "./recipe-text.ts";

const HERE = join(import.meta.dirname, "bases");

/**
 * `mini`: a dozen programs of the lab's own Debian. `old`: the same programs of this host, whose glibc is older than what
 * the lab's fakeroot needs. `debian`: Debian 12 with apt and adduser. `python`: the same with pip and make. `rpm`: the same with rpm,
 * dnf and a repository of packages of our own (bases/*.spec). `busybox`: without glibc, served only. `none`: the recipe names its base itself.
 */
export type BaseName = "mini" | "old" | "debian" | "python" | "rpm" | "busybox" | "none";

/** Which fakeroot command the lab's host has with a base: its own needs glibc 2.38, that of Debian 12 only 2.34. */
export function fakerootFor(base: BaseName): "sid" | "bookworm" {
  return base === "debian" || base === "python" || base === "rpm" ? "bookworm" : "sid";
}

/** Made on first use. A base whose making changes is made anew, since its name holds a digest of what it is made from. */
export interface Bases {
  /** Path of the SIF; undefined for `none`, and for `mini`, which every directory of the lab has. */
  sif(base: BaseName): Promise<string | undefined>;
  /** Path of a directory with the base's files, for a layer of a container image. */
  files(base: BaseName): Promise<string>;
}

/** Keeps the bases in `proof` below the lab's tree. `say` is told what takes long. */
export function openBases(lab: Lab, say: (what: string) => void): Bases {
  const directory = join(lab.tree, "proof");
  mkdirSync(directory, { recursive: true });
  const { once, keep } = keepFiles(directory, say);
  const where = {
    cwd: directory,
    user: "root",
    env: { TMPDIR: "/var/tmp", LAB_FAKEROOT: "bookworm", LAB_BIND: `${directory} /var/tmp` },
  } as const;
  const asRoot = async (args: readonly string[]): Promise<void> => {
    const ran = await lab.apptainer(args, where);
    if (ran.code !== 0) throw new Error(`apptainer ${args.join(" ")}:\n${ran.text}`);
  };
  /** All owned by root: before 1.5 Apptainer unpacks nothing else without a range of subordinate ids. */
  const pack = (files: string, sif: string): Promise<void> =>
    asRoot(["build", "-F", "--mksquashfs-args", "-all-root -comp gzip -Xcompression-level 1", sif, files]);
  const recipeOf = (name: string): string => readFileSync(join(HERE, `${name}.def`), "utf8");
  const makingDebian = readFileSync(join(HERE, "debootstrap.ts"), "utf8");
  const debian = () => keep("debian.sif", makingDebian, (sif) => debootstrap(sif, pack));
  /** A base made by a recipe of ours upon Debian. */
  const upon = (name: "python" | "rpm", material: string, prepare: (beside: string) => Promise<void>) =>
    keep(`${name}.sif`, recipeOf(name) + material + makingDebian, async (sif) => {
      const beside = `${sif}.making`;
      rmSync(beside, { recursive: true, force: true });
      mkdirSync(beside);
      try {
        await prepare(beside);
        const recipe = join(beside, "base.def");
        writeFileSync(
          recipe,
          recipeOf(name)
            .replaceAll("{debian}", await debian())
            .replaceAll("{here}", beside),
        );
        await asRoot(["build", "--sandbox", join(beside, "files"), recipe]);
        await pack(join(beside, "files"), sif);
      } finally {
        rmSync(beside, { recursive: true, force: true });
      }
    });
  const specs = readdirSync(HERE).filter((name) => name.endsWith(".spec"));
  const sif = async (base: BaseName): Promise<string | undefined> => {
    switch (base) {
      case "none":
      case "mini":
      case "busybox":
        return undefined;
      case "old":
        return keep("old.sif", "1", async (path) => lab.make("mkbase-mini.sh", [path, "/"]));
      case "debian":
        return debian();
      case "python":
        return upon("python", "", async () => {});
      case "rpm": {
        const material = specs.map((name) => readFileSync(join(HERE, name), "utf8")).join("");
        return upon("rpm", material, (beside) =>
          buildRpms(
            lab,
            specs.map((name) => join(HERE, name)),
            join(beside, "rpms"),
          ),
        );
      }
    }
  };
  return {
    sif,
    files: (base) =>
      once(`${base} files`, async () => {
        const path = join(lab.directory("root"), "files");
        if (base === "busybox") return unpackBusybox(path);
        await asRoot(["build", "--sandbox", path, (await sif(base)) ?? join(lab.directory("root"), BASE_FILE)]);
        return path;
      }),
  };
}
