/** The packages of our own, built by the rpmbuild of the lab's tree. */
import { chmodSync, copyFileSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import type { Lab } from "../../apptainer/lab.ts";

/** Builds every spec file and puts the packages into a directory. */
export async function buildRpms(lab: Lab, specs: readonly string[], into: string): Promise<void> {
  mkdirSync(into, { recursive: true });
  const directory = lab.directory("root");
  chmodSync(directory, 0o777);
  try {
    for (const spec of specs) {
      copyFileSync(spec, join(directory, basename(spec)));
      const args = ["-bb", "--define", `_topdir ${directory}/rpmbuild`, basename(spec)];
      const ran = await lab.run("rpmbuild", args, { cwd: directory, user: "root" });
      if (ran.code !== 0) throw new Error(`rpmbuild ${basename(spec)}:\n${ran.text}`);
    }
    const made = join(directory, "rpmbuild/RPMS");
    for (const architecture of readdirSync(made))
      for (const name of readdirSync(join(made, architecture)))
        copyFileSync(join(made, architecture, name), join(into, name));
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
