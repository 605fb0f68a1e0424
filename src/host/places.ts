/** Facts about directories that a build could write to: how large, how free, which kind of file system. */
import { constants } from "node:fs";
import { access, readFile, realpath, statfs } from "node:fs/promises";
import { within } from "./programs.ts";

/** A directory and the file system that it lies on. */
export interface Place {
  readonly path: string;
  /** With symbolic links followed. */
  readonly realPath: string;
  readonly totalBytes: number;
  /** Bytes that an ordinary user may still take. */
  readonly freeBytes: number;
  /** "ext", "xfs", "tmpfs", "nfs", "lustre", ...; undefined for a number that no table here knows. */
  readonly kind: string | undefined;
  readonly class: PlaceClass;
  readonly writable: boolean;
  /** Mounted noexec; undefined where the mount table could not be read. */
  readonly noexec: boolean | undefined;
}

/** `disk` local, `memory` takes the memory of the build, `network` shared with other hosts, `unknown` none of these for certain. */
export type PlaceClass = "disk" | "memory" | "network" | "unknown";

/** File-system magic numbers: statfs(2) and linux/magic.h; Lustre, GPFS, BeeGFS, ZFS, PanFS and OrangeFS from their own sources. */
const KINDS: Readonly<Record<number, readonly [kind: string, PlaceClass]>> = {
  61267: ["ext", "disk"],
  1481003842: ["xfs", "disk"],
  2435016766: ["btrfs", "disk"],
  801189825: ["zfs", "disk"],
  4076150800: ["f2fs", "disk"],
  1382369651: ["reiserfs", "disk"],
  827541066: ["jfs", "disk"],
  2035054128: ["overlay", "disk"],
  16914836: ["tmpfs", "memory"],
  2240043254: ["ramfs", "memory"],
  26985: ["nfs", "network"],
  198183888: ["lustre", "network"],
  1196443219: ["gpfs", "network"],
  428016422: ["beegfs", "network"],
  12805120: ["ceph", "network"],
  4283649346: ["cifs", "network"],
  4266872130: ["smb2", "network"],
  1397113167: ["afs", "network"],
  1799439955: ["afs", "network"],
  2866260714: ["panfs", "network"],
  537068840: ["orangefs", "network"],
  16914839: ["9p", "network"],
  1952539503: ["ocfs2", "network"],
  18225520: ["gfs2", "network"],
  1702057286: ["fuse", "unknown"],
};

/** The name and class of a file system by its magic number. */
export function kindOfFileSystem(magic: number): { kind: string | undefined; class: PlaceClass } {
  const known = KINDS[magic >>> 0];
  return { kind: known?.[0], class: known?.[1] ?? "unknown" };
}

/** Looks at a directory; undefined when it is not there, not readable, or does not answer in time. */
export async function probePlace(path: string, mounts: readonly Mount[] | undefined): Promise<Place | undefined> {
  const realPath = await within(realpath(path));
  if (realPath === undefined) return undefined;
  const [figures, writable] = await Promise.all([
    within(statfs(realPath)),
    within(access(realPath, constants.W_OK | constants.X_OK).then(() => true)),
  ]);
  if (figures === undefined) return undefined;
  const mount = mounts && mountOf(realPath, mounts);
  return {
    path,
    realPath,
    totalBytes: figures.blocks * figures.bsize,
    freeBytes: figures.bavail * figures.bsize,
    ...kindOfFileSystem(figures.type),
    writable: writable ?? false,
    noexec: mount?.options.includes("noexec"),
  };
}

/** A line of the mount table. */
export interface Mount {
  readonly point: string;
  readonly options: readonly string[];
}

/** The mount table of this process (proc(5), mountinfo); undefined where there is none. */
export async function readMounts(procRoot: string): Promise<Mount[] | undefined> {
  const text = await within(readFile(`${procRoot}/self/mountinfo`, "utf8"));
  return text?.split("\n").flatMap((line) => {
    const [, , , , point, options] = line.split(" ");
    if (point === undefined || options === undefined) return [];
    return [
      {
        point: point.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8))),
        options: options.split(","),
      },
    ];
  });
}

/** The mount that a real path lies on; of equal points the last, which covers the others. */
function mountOf(path: string, mounts: readonly Mount[]): Mount | undefined {
  let found: Mount | undefined;
  for (const mount of mounts) {
    if (isInside(path, mount.point) && mount.point.length >= (found?.point.length ?? 0)) found = mount;
  }
  return found;
}

/** Whether an absolute, normalised path is `directory` or lies below it. */
export function isInside(path: string, directory: string): boolean {
  return path === directory || path.startsWith(directory.endsWith("/") ? directory : `${directory}/`);
}
