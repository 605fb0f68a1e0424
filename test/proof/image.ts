/** An image that was built as a directory, looked at from outside. */
import { spawnSync } from "node:child_process";
import { lstatSync, readFileSync, readlinkSync, type Stats } from "node:fs";
import { dirname, join, resolve } from "node:path";

/** Paths are the image's own; links are followed inside it, the last one only by `read`, `has` and `size`. */
export interface Image {
  /** The directory, as the host sees it. */
  readonly root: string;
  has(path: string): boolean;
  /** Throws where there is none. */
  read(path: string): string;
  /** Where a link points to; undefined for anything else. */
  link(path: string): string | undefined;
  /** Owner and group as the image's own root sees them, as in "0:8"; undefined where nothing is there. */
  owner(path: string): string | undefined;
  /** undefined where nothing is there. */
  stat(path: string): Stats | undefined;
  /** As getcap says them, as in "cap_net_raw=ep"; "" for none. */
  capabilities(path: string): string;
}

/** The image's root and what stands for it outside: the builder's own id, and the first of his subordinate ones. */
export interface Owners {
  readonly uid: number;
  readonly firstSubordinate: number | undefined;
}

/** The image in a directory. */
export function openImage(root: string, owners: Owners): Image {
  const find = (path: string, followLast = true) => resolveInside(root, path, followLast);
  const stat = (path: string, followLast = false): Stats | undefined => {
    return lstatSync(find(path, followLast), { throwIfNoEntry: false });
  };
  const inside = (id: number): number => {
    if (id === owners.uid) return 0;
    const { firstSubordinate } = owners;
    return firstSubordinate !== undefined && id >= firstSubordinate ? id - firstSubordinate + 1 : id;
  };
  return {
    root,
    stat,
    has: (path) => stat(path, true) !== undefined,
    read: (path) => readFileSync(find(path), "utf8"),
    link: (path) => (stat(path)?.isSymbolicLink() ? readlinkSync(find(path, false)) : undefined),
    owner(path) {
      const found = stat(path);
      return found && `${inside(found.uid)}:${inside(found.gid)}`;
    },
    capabilities(path) {
      const said = spawnSync("getcap", ["-n", find(path)], { encoding: "utf8" });
      if (said.error !== undefined) throw new Error("getcap is missing (libcap2-bin)");
      // Behind them may stand the root that they are of: "cap_net_raw=ep [rootid=2002]".
      return /\bcap_\S+/.exec(said.stdout)?.[0] ?? "";
    },
  };
}

/** The place of an image's path on the host: an absolute link in the image never leads out of it. */
function resolveInside(root: string, path: string, followLast: boolean): string {
  let links = 0;
  let at = "/";
  const rest = path.split("/").filter((name) => name !== "");
  while (rest.length > 0) {
    const next = resolve(at, rest.shift() ?? "");
    const isLink = lstatSync(join(root, next), { throwIfNoEntry: false })?.isSymbolicLink() === true;
    if (!isLink || (rest.length === 0 && !followLast)) {
      at = next;
      continue;
    }
    if (++links > 40) throw new Error(`${path}: too many links`);
    const target = resolve(dirname(next), readlinkSync(join(root, next)));
    rest.unshift(...target.split("/").filter((name) => name !== ""));
    at = "/";
  }
  return join(root, at);
}
