/** The names and tags of container images: which distribution they hold. */
import {
  type BaseImage,
  DEBIAN_CODENAMES,
  type Distribution,
  describe,
  ROS_UBUNTU,
  UBUNTU_CODENAMES,
} from "./distributions.ts";

// Where the usual names of images mean the usual images; on any other host a name proves nothing.
const REGISTRIES: ReadonlySet<string> = new Set([
  "docker.io",
  "index.docker.io",
  "registry-1.docker.io",
  "registry.hub.docker.com",
  "container-registry.oracle.com",
  "gcr.io",
  "ghcr.io",
  "mcr.microsoft.com",
  "mirror.gcr.io",
  "nvcr.io",
  "public.ecr.aws",
  "quay.io",
  "registry.access.redhat.com",
  "registry.fedoraproject.org",
  "registry.opensuse.org",
  "registry.redhat.io",
  "registry.suse.com",
]);

export interface ImageName {
  /** Without registry and without the prefixes of official images. */
  readonly name: string;
  /** "" when there is none. */
  readonly tag: string;
  readonly digest: boolean;
}

/** The parts of an image's name; undefined for a file, for a name that is not filled in, and for other hosts. */
export function readImageName(from: string): ImageName | undefined {
  // A reference that is yet to be filled in counts as an unknown word; only a comment can follow a space.
  const filled = from.replace(/\{\{.*?\}\}/g, "\u0000").trim();
  let rest = (filled.split(/\s/)[0] ?? "").replace(/^[a-z-]+:(?:\/\/)(?!\/)/, "");
  const at = rest.indexOf("@");
  if (at >= 0) rest = rest.slice(0, at);
  const parts = rest.split("/");
  const host = parts[0] ?? "";
  if (parts.length > 1 && (/[.:]/.test(host) || host === "localhost")) {
    if (!REGISTRIES.has(host)) return undefined;
    parts.shift();
  }
  const last = parts.pop() ?? "";
  const colon = last.indexOf(":");
  const tag = colon < 0 ? "" : last.slice(colon + 1);
  const name = [...parts, colon < 0 ? last : last.slice(0, colon)]
    .join("/")
    .replace(/^docker\/library\//, "")
    .replace(/^library\/(?:default\/)?/, "")
    .replace(/^(?:amd64|arm64v8|arm32v7|i386|ppc64le|s390x|apptainer)\/(?=[^/]+$)/, "");
  if (name === "" || /[\u0000$<>%]/.test(name) || /\.(?:sif|img|tar|tar\.gz)$/.test(rest)) return undefined;
  return { name, tag, digest: at >= 0 };
}

const leading = (tag: string, pattern: RegExp): string | undefined => pattern.exec(tag)?.[1];

type ReleaseOf = (tag: string) => string | undefined;

const centosRelease: ReleaseOf = (tag) => elRelease(tag.replace(/^(?:centos|stream)/, ""));

/** The distribution's own images: the release is what the tag begins with. */
const DISTRIBUTION_IMAGES = byName([
  ["ubuntu ubuntu/ubuntu", "ubuntu", (tag) => codenameIn(tag, UBUNTU_CODENAMES) ?? leading(tag, /^(\d\d\.\d\d)(?!\d)/)],
  [
    "debian bitnami/minideb",
    "debian",
    (tag) => codenameIn(tag, DEBIAN_CODENAMES) ?? leading(tag, /^(\d{1,2})(?![\d])/),
  ],
  ["alpine", "alpine", (tag) => leading(tag, /^(edge|\d+\.\d+(?:\.\d+)?)/)],
  ["archlinux archlinux/archlinux archlinux/base", "arch", () => undefined],
  ["rockylinux rockylinux/rockylinux", "rocky", (tag) => elRelease(tag)],
  ["almalinux almalinux/almalinux almalinuxorg/almalinux", "almalinux", (tag) => elRelease(tag)],
  ["oraclelinux os/oraclelinux", "oracle", (tag) => elRelease(tag)],
  // Docker Hub's centos is frozen: its "latest" stays at 8.
  ["centos", "centos", (tag) => (tag === "" || tag === "latest" ? "8" : centosRelease(tag))],
  ["centos/centos", "centos", centosRelease],
  ["fedora fedora/fedora fedora/fedora-minimal fedora-minimal", "fedora", (tag) => leading(tag, /^(\d{2})(?!\d)/)],
  ["amazonlinux amazonlinux/amazonlinux", "amazon", (tag) => leading(tag, /^(2023|2|1)(?!\d)/)],
  ["opensuse/leap opensuse opensuse/archive", "opensuse", (tag) => leading(tag, /^(\d{2}\.\d)(?!\d)/)],
  ["opensuse/tumbleweed", "opensuse", () => undefined],
  ["suse/sle15 bci/bci-base bci/bci-minimal bci/bci-micro", "sles", (tag) => leading(tag, /^(15\.\d)(?!\d)/)],
]);

function byName(rows: readonly (readonly [names: string, distribution: Distribution, release: ReleaseOf])[]) {
  return new Map(
    rows.flatMap(([names, distribution, release]) => names.split(" ").map((name) => [name, { distribution, release }])),
  );
}

/** The release of Enterprise Linux that a tag begins with. */
export function elRelease(tag: string): string | undefined {
  // "7.4.1708" and "9.3.20231119" are dated: two numbers say the release
  return leading(tag, /^((?:6|7|8|9|10)(?:\.\d{1,2})?)(?!\d)/);
}

/** The release whose codename stands in a tag. */
export function codenameIn(tag: string, names: Readonly<Record<string, string>>): string | undefined {
  for (const word of tag.split(/[-_.]/)) {
    const release = Object.hasOwn(names, word) ? names[word] : undefined;
    if (release !== undefined) return release;
  }
  return undefined;
}

/** A tag's word for its distribution, such as `ubuntu22.04`, `rockylinux8`, `slim-bookworm`, `alpine3.19`. */
function fromWords(text: string, trusted: boolean): BaseImage | undefined {
  const found =
    /(?:^|[-_.])(ubuntu|rockylinux|rocky|almalinux|centos|ubi|debian|alpine|fedora|ol|oraclelinux)[-_]?(\d+(?:\.\d+)*)(?=$|[-_])/.exec(
      text,
    );
  const release = found?.[2] ?? "";
  switch (found?.[1]) {
    case "ubuntu":
      if (/^\d\d\.\d\d$/.test(release)) return describe("ubuntu", release);
      return /^(?:14|16|18|20|22|24)$/.test(release) ? describe("ubuntu", `${release}.04`) : undefined;
    case "rocky":
    case "rockylinux":
      return describe("rocky", elRelease(release));
    case "almalinux":
      return describe("almalinux", elRelease(release));
    case "centos":
      return describe("centos", elRelease(release));
    case "ubi":
      return describe("rhel", elRelease(release));
    case "ol":
    case "oraclelinux":
      return describe("oracle", elRelease(release));
    case "debian":
      return describe("debian", release.split(".")[0]);
    case "fedora":
      return describe("fedora", release);
    case "alpine":
      return describe("alpine", release);
  }
  if (/(?:^|[-_])alpine(?:$|[-_])/.test(text)) return describe("alpine", undefined);
  const ubuntu = codenameIn(text, UBUNTU_CODENAMES);
  // "kinetic" and "lunar" are names of ROS distributions too, on an older Ubuntu
  if (ubuntu !== undefined)
    return trusted || (ubuntu !== "22.10" && ubuntu !== "23.04") ? describe("ubuntu", ubuntu) : undefined;
  const debian = codenameIn(text, DEBIAN_CODENAMES);
  return debian === undefined ? undefined : describe("debian", debian);
}

/** What a tag of busybox says; without a word for it, it was uClibc until 1.35 (docker-library/busybox, December 2022). */
function libcOfBusybox(tag: string): BaseImage["libc"] {
  const variant = /(?:^|-)(glibc|musl|uclibc)$/.exec(tag)?.[1];
  if (variant === "glibc" || variant === "musl") return variant;
  return variant === "uclibc" || Number(/^1\.(\d+)(?:\.\d+)?$/.exec(tag)?.[1] ?? 99) < 35 ? "none" : undefined;
}

// Whose distribution is known though the tag does not say it; their releases move, so none is given.
const DEBIAN_IMAGES =
  /^(?:python|pypy|gcc|golang|node|perl|ruby|rust|julia|haskell|erlang|php|buildpack-deps|postgres|redis|nginx|httpd|r-base|neurodebian|rocker\/(?:r-base|r-devel|drd)|continuumio\/(?:mini|ana)conda3?|conda\/miniconda[23]|mambaorg\/micromamba|nfcore\/base)$/;
const UBUNTU_IMAGES =
  /^(?:eclipse-temurin|swift|nvidia\/cuda(?:gl)?|nvidia\/(?:pytorch|tensorflow|jax|caffe|mxnet)|pytorch\/pytorch|tensorflow\/tensorflow|jupyter\/[a-z-]+-notebook|condaforge\/(?:miniforge3|mambaforge)|rocm\/(?:pytorch|tensorflow|jax-community)|intel\/(?:oneapi-)?(?:base|hpc|ai)kit|intel\/oneapi(?:-runtime)?|bioconductor\/bioconductor_docker|(?:rocker|rocker-org)\/(?:rstudio|tidyverse|verse|geospatial|shiny|ml|ml-verse|cuda|binder|r-ubuntu))$/;

/** What an image is; `hub` where it comes from the registry in which its name means what it says. */
export function fromImage(image: ImageName, hub: boolean): BaseImage | undefined {
  const { name, tag } = image;
  const own = DISTRIBUTION_IMAGES.get(name);
  if (own !== undefined) {
    const sealed = (image.digest && tag === "") || (!hub && (tag === "" || tag === "latest"));
    const isPlain = name !== "bitnami/minideb";
    return { ...describe(own.distribution, sealed ? undefined : own.release(tag)), isPlain };
  }
  if (name === "busybox") return describe("busybox", leading(tag, /^(\d+\.\d+(?:\.\d+)?)/), libcOfBusybox(tag));
  const ubi =
    /^(?:redhat\/)?ubi(\d+)(?:-minimal|-init|-micro)?$|^ubi(\d+)\/ubi(?:-minimal|-init|-micro)?$|^rhel(\d+)$/.exec(
      name,
    );
  if (ubi) return describe("rhel", elRelease(tag) ?? ubi[1] ?? ubi[2] ?? ubi[3]);
  const alma = /^almalinux\/(8|9|10)-(?:base|minimal|init)$/.exec(name);
  if (alma) return describe("almalinux", alma[1]);
  if (name === "ros" || name === "osrf/ros") {
    const release = codenameIn(tag, ROS_UBUNTU);
    return release === undefined ? undefined : describe("ubuntu", release);
  }
  if (name === "docker") return describe("alpine", undefined);
  const trusted = DEBIAN_IMAGES.test(name) || UBUNTU_IMAGES.test(name);
  const said =
    fromWords(tag, trusted) ??
    (/^(?:rocm|intel|openvino|nvidia|centos|conda)\//.test(name)
      ? fromWords(name.replace(/^.*\//, ""), false)
      : undefined);
  if (said) return said;
  // a digest alone or a reference in the tag may stand for any variant of the image, Alpine's among them
  if ((image.digest && tag === "") || tag.includes("\u0000")) return undefined;
  if (/^(?:rocker|rocker-org)\/(?:r-ver|rstudio|tidyverse|verse|geospatial)$/.test(name)) {
    // Debian up to R 3, Ubuntu from R 4.0.0 on (rocker-versioned2)
    return describe(/^3\./.test(tag) ? "debian" : "ubuntu", undefined);
  }
  if (name === "openjdk")
    return /slim/.test(tag) || /^(?:8|11)(?:$|[-.u])/.test(tag) ? describe("debian", undefined) : undefined;
  if (DEBIAN_IMAGES.test(name) && !/windows|nanoserver|cuda/.test(tag)) return describe("debian", undefined);
  if (UBUNTU_IMAGES.test(name)) return describe("ubuntu", undefined);
  return undefined;
}
