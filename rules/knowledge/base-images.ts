/** Owns what is known of base images: which distribution, release, C library and /bin/sh a header's base has. */

export type Distribution =
  | "almalinux"
  | "alpine"
  | "amazon"
  | "arch"
  | "busybox"
  | "centos"
  | "debian"
  | "fedora"
  | "opensuse"
  | "oracle"
  | "rhel"
  | "rocky"
  | "sles"
  | "ubuntu";

/** The kind of packages that a distribution has; busybox has none. */
export type PackageFamily = "rpm" | "deb" | "apk" | "pacman" | "none";

/** The key of a distribution in the table of packages that add users. */
export type UsersFamily = "rhel7" | "rhel8" | "rhel9" | "rhel10" | "fedora" | "suse" | "debian";

/** What is known of a base image; a field that is not known for certain is undefined. */
export interface BaseImage {
  readonly distribution: Distribution;
  readonly family: PackageFamily;
  readonly usersFamily: UsersFamily | undefined;
  /** As the distribution numbers it: "22.04", "12", "8.10", "edge". */
  readonly release: string | undefined;
  readonly libc: "glibc" | "musl" | undefined;
  /** The version of glibc, as in "2.34". */
  readonly glibc: string | undefined;
  /** What stands behind /bin/sh. */
  readonly shell: "dash" | "bash" | "ash" | undefined;
}

// Release notes and package indexes of the distributions; own knowledge, checked against each other.
const UBUNTU_CODENAMES: Readonly<Record<string, string>> = {
  precise: "12.04",
  trusty: "14.04",
  xenial: "16.04",
  yakkety: "16.10",
  zesty: "17.04",
  artful: "17.10",
  bionic: "18.04",
  cosmic: "18.10",
  disco: "19.04",
  eoan: "19.10",
  focal: "20.04",
  groovy: "20.10",
  hirsute: "21.04",
  impish: "21.10",
  jammy: "22.04",
  kinetic: "22.10",
  lunar: "23.04",
  mantic: "23.10",
  noble: "24.04",
  oracular: "24.10",
  plucky: "25.04",
  questing: "25.10",
};

const DEBIAN_CODENAMES: Readonly<Record<string, string>> = {
  wheezy: "7",
  jessie: "8",
  stretch: "9",
  buster: "10",
  bullseye: "11",
  bookworm: "12",
  trixie: "13",
};

// The Ubuntu under each ROS distribution (REP 3, REP 2000).
const ROS_UBUNTU: Readonly<Record<string, string>> = {
  indigo: "14.04",
  kinetic: "16.04",
  lunar: "16.04",
  melodic: "18.04",
  noetic: "20.04",
  foxy: "20.04",
  galactic: "20.04",
  humble: "22.04",
  iron: "22.04",
  jazzy: "24.04",
  kilted: "24.04",
};

// The glibc of each release; keys as deep as the answer needs. Package indexes of the distributions.
const EL_GLIBC: Readonly<Record<string, string>> = { "6": "2.12", "7": "2.17", "8": "2.28", "9": "2.34", "10": "2.39" };
const GLIBC: Readonly<Partial<Record<Distribution, Readonly<Record<string, string>>>>> = {
  almalinux: EL_GLIBC,
  centos: EL_GLIBC,
  oracle: EL_GLIBC,
  rhel: EL_GLIBC,
  rocky: EL_GLIBC,
  amazon: { "2": "2.26", "2023": "2.34" },
  debian: { "7": "2.13", "8": "2.19", "9": "2.24", "10": "2.28", "11": "2.31", "12": "2.36", "13": "2.41" },
  ubuntu: {
    "12.04": "2.15",
    "14.04": "2.19",
    "16.04": "2.23",
    "16.10": "2.24",
    "17.04": "2.24",
    "17.10": "2.26",
    "18.04": "2.27",
    "18.10": "2.28",
    "19.04": "2.29",
    "19.10": "2.30",
    "20.04": "2.31",
    "20.10": "2.32",
    "21.04": "2.33",
    "21.10": "2.34",
    "22.04": "2.35",
    "22.10": "2.36",
    "23.04": "2.37",
    "23.10": "2.38",
    "24.04": "2.39",
    "24.10": "2.40",
    "25.04": "2.41",
    "25.10": "2.42",
  },
  opensuse: {
    "42.2": "2.22",
    "42.3": "2.22",
    "15.0": "2.26",
    "15.1": "2.26",
    "15.2": "2.26",
    "15.3": "2.31",
    "15.4": "2.31",
    "15.5": "2.31",
    "15.6": "2.38",
    "16.0": "2.40",
  },
  sles: {
    "15.0": "2.26",
    "15.1": "2.26",
    "15.2": "2.26",
    "15.3": "2.31",
    "15.4": "2.31",
    "15.5": "2.31",
    "15.6": "2.38",
    "15.7": "2.38",
  },
};

const EL: ReadonlySet<Distribution> = new Set(["almalinux", "centos", "oracle", "rhel", "rocky"]);

function glibcOf(distribution: Distribution, release: string): string | undefined {
  if (distribution === "fedora") {
    // one glibc a release since Fedora 24, which has 2.23
    const number = Number(release);
    return Number.isInteger(number) && number >= 24 && number <= 43 ? `2.${number - 1}` : undefined;
  }
  const table = GLIBC[distribution];
  return table?.[release] ?? table?.[release.split(".")[0] ?? ""];
}

function usersFamilyOf(distribution: Distribution, release: string | undefined): UsersFamily | undefined {
  if (distribution === "debian" || distribution === "ubuntu") return "debian";
  if (distribution === "opensuse" || distribution === "sles") return "suse";
  if (distribution === "fedora") return "fedora";
  if (!EL.has(distribution)) return undefined;
  const major = release?.split(".")[0];
  return major === "7" || major === "8" || major === "9" || major === "10" ? `rhel${major}` : undefined;
}

function describe(distribution: Distribution, release: string | undefined, libc?: BaseImage["libc"]): BaseImage {
  const known = { distribution, release, usersFamily: usersFamilyOf(distribution, release) };
  switch (distribution) {
    case "alpine":
      return { ...known, family: "apk", libc: "musl", glibc: undefined, shell: "ash" };
    case "busybox":
      return { ...known, family: "none", libc, glibc: undefined, shell: "ash" };
    case "arch":
      return { ...known, family: "pacman", libc: "glibc", glibc: undefined, shell: "bash" };
    case "debian":
    case "ubuntu": {
      const glibc = release === undefined ? undefined : glibcOf(distribution, release);
      return { ...known, family: "deb", libc: "glibc", glibc, shell: "dash" };
    }
    default: {
      const glibc = release === undefined ? undefined : glibcOf(distribution, release);
      return { ...known, family: "rpm", libc: "glibc", glibc, shell: "bash" };
    }
  }
}

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

interface ImageName {
  /** Without registry and without the prefixes of official images. */
  readonly name: string;
  /** "" when there is none. */
  readonly tag: string;
  readonly digest: boolean;
}

function readImageName(from: string): ImageName | undefined {
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

/** The distribution's own images: the release is what the tag begins with. */
const DISTRIBUTION_IMAGES: readonly (readonly [RegExp, Distribution, (tag: string) => string | undefined])[] = [
  [
    /^(?:ubuntu|ubuntu\/ubuntu)$/,
    "ubuntu",
    (tag) => codenameIn(tag, UBUNTU_CODENAMES) ?? leading(tag, /^(\d\d\.\d\d)(?!\d)/),
  ],
  [
    /^(?:debian|bitnami\/minideb)$/,
    "debian",
    (tag) => codenameIn(tag, DEBIAN_CODENAMES) ?? leading(tag, /^(\d{1,2})(?![\d])/),
  ],
  [/^alpine$/, "alpine", (tag) => leading(tag, /^(edge|\d+\.\d+(?:\.\d+)?)/)],
  [/^(?:archlinux|archlinux\/archlinux|archlinux\/base)$/, "arch", () => undefined],
  [/^(?:rockylinux|rockylinux\/rockylinux)$/, "rocky", (tag) => elRelease(tag)],
  [/^(?:almalinux|almalinux\/almalinux|almalinuxorg\/almalinux)$/, "almalinux", (tag) => elRelease(tag)],
  [/^oraclelinux$|^os\/oraclelinux$/, "oracle", (tag) => elRelease(tag)],
  // Docker Hub's centos is frozen: its "latest" stays at 8.
  [
    /^centos$/,
    "centos",
    (tag) => (tag === "" || tag === "latest" ? "8" : elRelease(tag.replace(/^(?:centos|stream)/, ""))),
  ],
  [/^centos\/centos$/, "centos", (tag) => elRelease(tag.replace(/^(?:centos|stream)/, ""))],
  [
    /^(?:fedora|fedora\/fedora|fedora\/fedora-minimal|fedora-minimal)$/,
    "fedora",
    (tag) => leading(tag, /^(\d{2})(?!\d)/),
  ],
  [/^(?:amazonlinux|amazonlinux\/amazonlinux)$/, "amazon", (tag) => leading(tag, /^(2023|2|1)(?!\d)/)],
  [/^opensuse\/leap$|^opensuse$|^opensuse\/archive$/, "opensuse", (tag) => leading(tag, /^(\d{2}\.\d)(?!\d)/)],
  [/^opensuse\/tumbleweed$/, "opensuse", () => undefined],
  [/^suse\/sle15$|^bci\/bci-(?:base|minimal|micro)$/, "sles", (tag) => leading(tag, /^(15\.\d)(?!\d)/)],
];

function elRelease(tag: string): string | undefined {
  // "7.4.1708" and "9.3.20231119" are dated: two numbers say the release
  return leading(tag, /^((?:6|7|8|9|10)(?:\.\d{1,2})?)(?!\d)/);
}

function codenameIn(tag: string, names: Readonly<Record<string, string>>): string | undefined {
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

// Whose distribution is known though the tag does not say it; their releases move, so none is given.
const DEBIAN_IMAGES =
  /^(?:python|pypy|gcc|golang|node|perl|ruby|rust|julia|haskell|erlang|php|buildpack-deps|postgres|redis|nginx|httpd|r-base|neurodebian|rocker\/(?:r-base|r-devel|drd)|continuumio\/(?:mini|ana)conda3?|conda\/miniconda[23]|mambaorg\/micromamba|nfcore\/base)$/;
const UBUNTU_IMAGES =
  /^(?:eclipse-temurin|swift|nvidia\/cuda(?:gl)?|nvidia\/(?:pytorch|tensorflow|jax|caffe|mxnet)|pytorch\/pytorch|tensorflow\/tensorflow|jupyter\/[a-z-]+-notebook|condaforge\/(?:miniforge3|mambaforge)|rocm\/(?:pytorch|tensorflow|jax-community)|intel\/(?:oneapi-)?(?:base|hpc|ai)kit|intel\/oneapi(?:-runtime)?|bioconductor\/bioconductor_docker|(?:rocker|rocker-org)\/(?:rstudio|tidyverse|verse|geospatial|shiny|ml|ml-verse|cuda|binder|r-ubuntu))$/;

function fromImage(image: ImageName, hub: boolean): BaseImage | undefined {
  const { name, tag } = image;
  for (const [pattern, distribution, release] of DISTRIBUTION_IMAGES) {
    if (!pattern.test(name)) continue;
    const sealed = (image.digest && tag === "") || (!hub && (tag === "" || tag === "latest"));
    return describe(distribution, sealed ? undefined : release(tag));
  }
  if (name === "busybox") {
    return describe(
      "busybox",
      leading(tag, /^(\d+\.\d+(?:\.\d+)?)/),
      /-(glibc|musl)$/.exec(tag)?.[1] as BaseImage["libc"],
    );
  }
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
      return describe("busybox", undefined, /musl/.test(mirror) ? "musl" : undefined);
    default:
      return undefined;
  }
}
