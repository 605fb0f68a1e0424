/** Distributions: what their releases are called, and which C library and /bin/sh they have. */

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
  /** `none`: no C library that programs of other systems could use. */
  readonly libc: "glibc" | "musl" | "none" | undefined;
  /** The version of glibc, as in "2.34". */
  readonly glibc: string | undefined;
  /** What stands behind /bin/sh. */
  readonly shell: "dash" | "bash" | "ash" | undefined;
  /** Whether it is the distribution's own image, to which nobody has added anything. */
  readonly isPlain: boolean;
}

// Release notes and package indexes of the distributions; own knowledge, checked against each other.
export const UBUNTU_CODENAMES: Readonly<Record<string, string>> = {
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
  resolute: "26.04",
};

export const DEBIAN_CODENAMES: Readonly<Record<string, string>> = {
  wheezy: "7",
  jessie: "8",
  stretch: "9",
  buster: "10",
  bullseye: "11",
  bookworm: "12",
  trixie: "13",
};

// The Ubuntu under each ROS distribution (REP 3, REP 2000).
export const ROS_UBUNTU: Readonly<Record<string, string>> = {
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
    "26.04": "2.43",
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

/** What is known of a distribution's image, by its release where that is known. */
export function describe(distribution: Distribution, release: string | undefined, libc?: BaseImage["libc"]): BaseImage {
  const known = { distribution, release, usersFamily: usersFamilyOf(distribution, release), isPlain: false };
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
