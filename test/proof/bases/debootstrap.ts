/** Debian 12 with apt, from the mirror that this host uses. */
import { spawnSync } from "node:child_process";
import { readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Packs a fresh system into a SIF. About a minute, 40 MB downloaded. Throws where there is no mirror or no debootstrap. */
export async function debootstrap(sif: string, pack: (files: string, sif: string) => Promise<void>): Promise<void> {
  const files = `${sif}.files`;
  rmSync(files, { recursive: true, force: true });
  try {
    const mirror = process.env["DEBIAN_MIRROR"] ?? findMirror();
    const args = ["--variant=minbase", "--include=adduser", "bookworm", files, mirror];
    const made = spawnSync("debootstrap", args, { encoding: "utf8", maxBuffer: 2 ** 26 });
    if (made.status !== 0) throw new Error(`debootstrap: ${made.error?.message ?? made.stdout.slice(-2000)}`);
    // Device nodes cannot be packed or unpacked without root.
    for (const name of readdirSync(join(files, "dev")))
      rmSync(join(files, "dev", name), { recursive: true, force: true });
    for (const name of ["var/cache/apt/archives", "var/lib/apt/lists"])
      for (const file of readdirSync(join(files, name)))
        rmSync(join(files, name, file), { recursive: true, force: true });
    // A mirror's Release files can be past their Valid-Until.
    const settings = ["Check-Valid-Until", "Check-Date"].map((name) => `Acquire::${name} "false";\n`).join("");
    writeFileSync(join(files, "etc/apt/apt.conf.d/99proof"), `${settings}Acquire::Languages "none";\n`);
    await pack(files, sif);
  } finally {
    rmSync(files, { recursive: true, force: true });
  }
}

function findMirror(): string {
  const args = ["indextargets", "--format", "$(REPO_URI)", "Created-By: Packages"];
  const uris = spawnSync("apt-get", args, { encoding: "utf8" }).stdout ?? "";
  const mirror = uris.split("\n").find((uri) => /\/debian\/?$/.test(uri));
  if (mirror === undefined) throw new Error("this host's apt names no mirror of Debian (DEBIAN_MIRROR names one)");
  return mirror;
}
