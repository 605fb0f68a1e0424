/** What the base image of a stage is, by the words of its header. */
import { codenameIn, elRelease, fromImage, readImageName } from "./container-images.ts";
import { type BaseImage, DEBIAN_CODENAMES, type Distribution, describe, UBUNTU_CODENAMES } from "./distributions.ts";

const MIRRORS: readonly (readonly [RegExp, Distribution])[] = [
  [/rocky/i, "rocky"],
  [/almalinux/i, "almalinux"],
  [/oracle/i, "oracle"],
  [/fedora/i, "fedora"],
  [/centos/i, "centos"],
];

function fromMirror(osVersion: string, mirror: string): BaseImage | undefined {
  const distribution = MIRRORS.find(([pattern]) => pattern.test(mirror))?.[1];
  if (distribution === undefined) return undefined;
  if (distribution === "fedora") return describe("fedora", /^\d{2}$/.test(osVersion) ? osVersion : undefined);
  const inUrl = /\/(?:centos[-/]?)?((?:6|7|8|9|10)(?:\.\d+){0,2})(?:-stream)?\//i.exec(mirror)?.[1] ?? "";
  return describe(distribution, elRelease(osVersion) ?? elRelease(inUrl));
}

function fromDebootstrap(osVersion: string, mirror: string): BaseImage | undefined {
  const ubuntu = codenameIn(osVersion, UBUNTU_CODENAMES);
  if (ubuntu !== undefined) return describe("ubuntu", ubuntu);
  const debian = codenameIn(osVersion, DEBIAN_CODENAMES);
  if (debian !== undefined) return describe("debian", debian);
  if (/ubuntu/i.test(mirror)) return describe("ubuntu", undefined);
  return /debian/i.test(mirror) ? describe("debian", undefined) : undefined;
}

function fromZypper(osVersion: string, mirror: string): BaseImage | undefined {
  if (/tumbleweed/i.test(mirror)) return describe("opensuse", undefined);
  const release = /^\d{2}\.\d$/.test(osVersion) ? osVersion : undefined;
  if (/leap|opensuse/i.test(mirror)) return describe("opensuse", release);
  return mirror === "" && /^15\.\d$/.test(osVersion) ? describe("sles", osVersion) : undefined;
}

/**
 * What the header's base image is, from the words of the header alone; undefined where they do not say it
 * (local images, archives, other people's images).
 */
export function readBaseImage(
  bootstrap: string,
  from: string,
  header: ReadonlyMap<string, string>,
): BaseImage | undefined {
  const value = (key: string): string => {
    for (const [name, text] of header) if (name.toLowerCase() === key) return text.trim();
    return "";
  };
  const osVersion = value("osversion");
  const mirror = value("mirrorurl");
  switch (bootstrap.trim().toLowerCase()) {
    case "docker":
    case "docker-daemon":
    case "oras":
    case "library": {
      const image = readImageName(from);
      if (image === undefined) return undefined;
      return fromImage(image, bootstrap.trim().toLowerCase() === "docker");
    }
    case "yum":
    case "dnf":
      return fromMirror(osVersion, mirror);
    case "debootstrap":
      return fromDebootstrap(osVersion, mirror);
    case "zypper":
      return fromZypper(osVersion, mirror);
    case "arch":
      return describe("arch", undefined);
    case "busybox":
      // One program, linked statically, is all there is in it.
      return describe("busybox", undefined, /musl/.test(mirror) ? "musl" : "none");
    default:
      return undefined;
  }
}
