/** What bootstrap agents need that a build mode may not give: those that make a base out of packages work as root. */
import type { BuildMode } from "../../define-rule.ts";
import type { BaseImage, Distribution } from "./distributions.ts";

export interface Obstacle {
  /** The end of a sentence that starts with the agent. */
  readonly reason: string;
  /** Whether the agent fails in every version and on every host. */
  readonly isCertain: boolean;
}

type Obstacles = Readonly<Partial<Record<BuildMode, Obstacle>>>;

const certain = (reason: string): Obstacle => ({ reason, isCertain: true });

const DEVICES = certain('makes device nodes, which only root may: "operation not permitted"');
const ROOT = certain('wants to be run by root: "you must be root to build with debootstrap"');
const MOUNTS = certain("calls pacstrap, which mounts file systems as only root may");
const PROOT = certain("is not supported in builds with proot");

const DEVICE_MAKER: Obstacles = { userns: DEVICES, "userns-fakeroot": DEVICES, "suid-fakeroot": DEVICES };

// Apptainer 1.4.5, run in all modes: yum, dnf, zypper and debootstrap end at their first device node, debootstrap in the last
// mode before it; with a range of subordinate ids they go on. scratch and busybox work in every mode. For arch its conveyor
// (conveyorPacker_arch.go), for proot the SingularityCE user guide.
const OBSTACLES: Readonly<Record<string, Obstacles>> = {
  yum: { ...DEVICE_MAKER, proot: PROOT },
  dnf: DEVICE_MAKER,
  zypper: { ...DEVICE_MAKER, proot: PROOT },
  debootstrap: { ...DEVICE_MAKER, "suid-fakeroot": ROOT, proot: PROOT },
  arch: {
    subuid: {
      reason: 'looks for a program that Apptainer 1.4 does not know: "searching umount command"',
      isCertain: false,
    },
    userns: MOUNTS,
    "userns-fakeroot": MOUNTS,
    "suid-fakeroot": MOUNTS,
    proot: PROOT,
  },
};

/** What keeps an agent from its work in a mode; undefined where nothing is known to. */
export function findObstacle(agent: string, mode: BuildMode): Obstacle | undefined {
  return Object.hasOwn(OBSTACLES, agent) ? OBSTACLES[agent]?.[mode] : undefined;
}

/** The images on Docker Hub that the distributions themselves, or Docker for them, put there. */
const IMAGES: Readonly<Partial<Record<Distribution, string>>> = {
  almalinux: "almalinux",
  arch: "archlinux",
  centos: "centos",
  debian: "debian",
  fedora: "fedora",
  opensuse: "opensuse/leap",
  oracle: "oraclelinux",
  rocky: "rockylinux/rockylinux",
  ubuntu: "ubuntu",
};

/** Of CentOS only the major versions have a tag that is just their number, and after the eighth only Stream has images. */
function centosInstead(release: string | undefined): string | undefined {
  const major = release?.split(".")[0];
  if (major === undefined) return undefined;
  return Number(major) > 8 ? `quay.io/centos/centos:stream${major}` : `centos:${major}`;
}

/** The distribution's own image that holds what an agent would make; undefined where it is not known. */
export function imageInstead(base: BaseImage | undefined): string | undefined {
  const image = base && IMAGES[base.distribution];
  if (image === undefined || base?.distribution === "arch") return image;
  if (base?.distribution === "centos") return centosInstead(base.release);
  const tag = base?.release;
  return tag === undefined ? undefined : `${image}:${tag}`;
}
