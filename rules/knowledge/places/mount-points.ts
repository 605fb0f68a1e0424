/** What Apptainer mounts over an image, while it is built and when it runs (default configuration). */
import { isAt } from "../shell/paths.ts";

export interface MountPoint {
  readonly path: string;
  /** What is mounted there, in words that follow "hidden by". */
  readonly by: string;
}

/**
 * Directories under which an image's own content is never seen, neither in `%post` nor at run time: `mount tmp`, `mount
 * proc`, `mount sys` and `mount dev` of apptainer.conf. `/run`, `/mnt` and the homes of others stay visible.
 * Apptainer 1.4.5, run: /proc/mounts of a container.
 */
export const ALWAYS_MOUNTED: readonly MountPoint[] = [
  { path: "/tmp", by: "the host's /tmp" },
  { path: "/var/tmp", by: "the host's /var/tmp" },
  { path: "/dev", by: "the devices of the host" },
  { path: "/proc", by: "the processes of the host" },
  { path: "/sys", by: "the kernel's /sys" },
];

/**
 * Directories over which computing centres usually mount their own: `bind path` of their apptainer.conf, or
 * APPTAINER_BIND in their modules. By default Apptainer itself mounts the user's own home directory alone.
 */
export const USUALLY_MOUNTED: readonly MountPoint[] = [
  { path: "/home", by: "the host's home directories, which many sites mount" },
  { path: "/users", by: "the host's home directories, which some sites have there" },
  { path: "/scratch", by: "the site's own /scratch (many sites have one)" },
  { path: "/lustre", by: "the site's parallel file system (at sites that call it so)" },
  { path: "/gpfs", by: "the site's parallel file system (at sites that call it so)" },
];

/** What hides a path (absolute) when the image runs, and how sure that is. */
export interface Cover extends MountPoint {
  readonly certain: boolean;
}

/** @param binds the directories that the site is known to mount */
export function coverOf(path: string, binds: readonly string[] = []): Cover | undefined {
  const clean = path.replace(/\/+/g, "/");
  const inside = (point: string): boolean => isAt(clean, point);
  const always = ALWAYS_MOUNTED.find((mount) => inside(mount.path));
  if (always !== undefined) return { ...always, certain: true };
  const bind = binds.map((bind) => bind.replace(/\/+$/, "")).find((bind) => bind.startsWith("/") && inside(bind));
  if (bind !== undefined) return { path: bind, by: `the site's own ${bind}`, certain: true };
  const usual = USUALLY_MOUNTED.find((mount) => inside(mount.path));
  return usual && { ...usual, certain: false };
}
