/** How an image of a release that was given up is pointed at the archive of its packages. */
import type { BaseImage } from "./distributions.ts";

// The files that the distribution's own images come with; CentOS's have the base URL in a comment.
const CENTOS =
  "sed -i -e 's/^mirrorlist=/#mirrorlist=/' -e 's|^#baseurl=http://mirror.centos.org|baseurl=http://vault.centos.org|' /etc/yum.repos.d/CentOS-*.repo";
const DEBIAN =
  "sed -i -e 's/\\(deb\\|security\\)\\.debian\\.org/archive.debian.org/' -e '/-updates/d' /etc/apt/sources.list";
const UBUNTU = "sed -i 's/\\(archive\\|security\\)\\.ubuntu\\.com/old-releases.ubuntu.com/' /etc/apt/sources.list";

/** The command for a plain image of the distribution, where one line is known to do; undefined elsewhere. */
export function repointingCommand({ distribution, release, isPlain }: BaseImage): string | undefined {
  if (!isPlain || release === undefined) return undefined;
  switch (distribution) {
    case "centos":
      return /^[78]\b/.test(release) ? CENTOS : undefined;
    case "debian":
      return release === "10" ? DEBIAN : undefined;
    case "ubuntu":
      // From 23.10 on the file may be another.
      return release < "23.10" ? UBUNTU : undefined;
    default:
      return undefined;
  }
}
