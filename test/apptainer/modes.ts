/** The lab in each of Apptainer's modes: who builds, and with which flags. */
import { chownSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { BuildMode } from "#rules/define-rule.ts";
import type { Lab, User, Where } from "./lab.ts";

/** Apptainer's own ways to build; `proot` is SingularityCE's. */
export const LAB_MODES = ["root", "subuid", "userns", "userns-fakeroot", "suid-fakeroot"] as const;
export type LabMode = (typeof LAB_MODES)[number] & BuildMode;

/** How a mode is had in the lab. */
export interface Setting {
  readonly user: User;
  /** The flags by which Apptainer takes the mode, for `apptainer build` and `deflint build` alike. */
  readonly flags: readonly string[];
  /** Flags that only deflint has. */
  readonly deflintFlags: readonly string[];
  readonly suid: boolean;
  /** False where another mode is dressed up as this one. */
  readonly isReal: boolean;
}

/**
 * The setting of a mode. Without setuid Apptainer in the tree, `suid-fakeroot` is `userns-fakeroot` with /etc/passwd and
 * /etc/group bound over: the same lines, but for mounts, nested namespaces and $HOME. `directory` gets the two files then.
 */
export function settingOf(mode: LabMode, lab: Pick<Lab, "hasSuid" | "tree">, directory: string): Setting {
  const plain = { flags: [], deflintFlags: [], suid: false, isReal: true };
  switch (mode) {
    case "root":
      return { ...plain, user: "root" };
    case "subuid":
      return { ...plain, user: "bob" };
    case "userns":
      return { ...plain, user: "alice", flags: ["--ignore-fakeroot-command"] };
    case "userns-fakeroot":
      return { ...plain, user: "alice" };
    case "suid-fakeroot":
      if (lab.hasSuid) return { ...plain, user: "alice", suid: true, flags: ["--ignore-userns"] };
      return {
        ...plain,
        user: "alice",
        isReal: false,
        deflintFlags: ["--mode", mode],
        flags: bindAccounts(lab.tree, directory),
      };
  }
}

/** The bases are Debian's, so the system accounts of the lab's Debian are as theirs. */
function bindAccounts(tree: string, directory: string): string[] {
  return ["passwd", "group"].flatMap((name) => {
    const lines = readFileSync(join(tree, "sid/etc", name), "utf8").split(/(?<=\n)/);
    const text = lines.filter((line) => !/^(?:alice|bob):/.test(line)).join("");
    const path = join(directory, `mounted-${name}`);
    writeFileSync(path, text);
    chownSync(path, 2001, 2001);
    return ["-B", `${path}:/etc/${name}`];
  });
}

/** Where a program of a setting runs. */
export function placeOf({ user, suid }: Setting, cwd: string, env: Readonly<Record<string, string>> = {}): Where {
  return { cwd, user, suid, env: { TMPDIR: join(cwd, "tmpdir"), ...env } };
}
