/** An image without glibc: Debian's static busybox, with a name for each of its programs. */
import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Unpacks it into a directory that is not there yet, which it returns. Half a megabyte downloaded. */
export function unpackBusybox(files: string): string {
  const downloads = `${files}.downloads`;
  mkdirSync(downloads, { mode: 0o777 });
  run("apt-get", ["download", "-q", "busybox-static"], downloads);
  const [deb = ""] = readdirSync(downloads);
  mkdirSync(files);
  run("dpkg-deb", ["-x", join(downloads, deb), files], downloads);
  for (const name of ["etc", "dev", "proc", "sys", "tmp", "var/tmp", "root", "home", "opt", "srv"])
    mkdirSync(join(files, name), { recursive: true });
  for (const program of run(join(files, "bin/busybox"), ["--list"], downloads).trim().split("\n"))
    if (program !== "busybox") symlinkSync("busybox", join(files, "bin", program));
  for (const name of ["resolv.conf", "hosts", "localtime"]) writeFileSync(join(files, "etc", name), "");
  writeFileSync(join(files, "etc/passwd"), "root:x:0:0:root:/root:/bin/sh\n");
  writeFileSync(join(files, "etc/group"), "root:x:0:\n");
  return files;
}

function run(program: string, args: readonly string[], cwd: string): string {
  const ran = spawnSync(program, args, { cwd, encoding: "utf8" });
  if (ran.status !== 0) throw new Error(`${program}: ${ran.error?.message ?? ran.stderr}`);
  return ran.stdout;
}
