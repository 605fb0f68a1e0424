/** What the bootstrap agents take a base from, as an editor tells it. */

/** Markdown, one sentence each, by the agent as it has to be written. */
export const AGENT_WORDS: Readonly<Record<string, string>> = {
  library: "An image of a library of containers: `From: entity/collection/name:tag`.",
  oras: "A SIF file that stands in an OCI registry: `From: registry/name:tag`.",
  shub: "An image of Singularity Hub, which is read-only since 2021.",
  docker: "An image of Docker Hub or another registry: `From: ubuntu:24.04`, `From: quay.io/name:tag`.",
  "docker-archive": "The file that `docker save` writes: `From: image.tar`.",
  "docker-daemon": "An image of the Docker that runs on this host: `From: name:tag`.",
  oci: "A directory in the OCI layout: `From: directory:tag`.",
  "oci-archive": "The same as a tar file: `From: image.tar`.",
  busybox: "BusyBox alone, downloaded from `MirrorURL`.",
  debootstrap: "Debian or Ubuntu out of packages, by the host's debootstrap: `OSVersion` and `MirrorURL`.",
  arch: "Arch Linux out of packages, by the host's pacstrap.",
  localimage: "An image or a sandbox on this host: `From: image.sif`.",
  yum: "A distribution of rpm packages, by the host's yum or dnf: `OSVersion` and `MirrorURL`.",
  zypper: "SUSE out of packages, by the host's zypper: `OSVersion` and `MirrorURL`.",
  scratch: "Nothing: `%setup` and `%files` bring all that there is.",
  dnf: "A distribution of rpm packages, by the host's dnf: `OSVersion` and `MirrorURL`.",
  buildkit: "A Dockerfile, built by BuildKit: `From:` is its directory.",
};
