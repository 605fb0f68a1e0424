/** Until when distributions mend their releases, and since when the repositories are gone that their images ask. */
import type { BaseImage, Distribution } from "./distributions.ts";

export interface Lifetime {
  /** ISO date of the last day with free security updates. */
  readonly endOfLife: string;
  /** ISO date from which they are gone for certain; undefined while they answer, or where it is not known. */
  readonly repositoriesGone: string | undefined;
  /** The host that keeps their last state. */
  readonly archive: string | undefined;
}

/** The end of life, and from when the repositories are gone. */
type Row = readonly [endOfLife: string, repositoriesGone?: string];

// endoflife.date and the distributions' own pages, 2026; for Debian the end of its long-term support.
// Gone: lists.debian.org/debian-devel-announce/2019/03/msg00006 and 2025/06/msg00001, blog.centos.org (January 2022, June 2024).
// Ubuntu's long-term releases stay on archive.ubuntu.com, Alpine keeps its old branches, and Fedora's mirror list leads to
// Fedora's archive. For openSUSE, and for interim releases of Ubuntu since 25.04, it is not known.
const CENTOS: Readonly<Record<string, Row>> = {
  "6": ["2020-11-30", "2020-12-31"],
  "7": ["2024-06-30", "2024-07-01"],
  "8": ["2021-12-31", "2022-01-31"],
  "9": ["2027-05-31"],
  "10": ["2030-01-01"],
};

const DEBIAN: Readonly<Record<string, Row>> = {
  "7": ["2018-05-31", "2019-03-26"],
  "8": ["2020-06-30", "2023-05-16"],
  "9": ["2022-06-30", "2023-05-16"],
  "10": ["2024-06-30", "2025-07-13"],
  "11": ["2026-08-31"],
  "12": ["2028-06-30"],
  "13": ["2030-06-30"],
};

const UBUNTU: Readonly<Record<string, Row>> = {
  "12.04": ["2017-04-28", "2021-05-27"],
  "14.04": ["2019-04-25"],
  "16.04": ["2021-04-30"],
  "16.10": ["2017-07-20", "2018-01-18"],
  "17.04": ["2018-01-13", "2018-01-18"],
  "17.10": ["2018-07-19", "2019-07-18"],
  "18.04": ["2023-05-31"],
  "18.10": ["2019-07-18", "2020-07-17"],
  "19.04": ["2020-01-23", "2021-01-23"],
  "19.10": ["2020-07-17", "2021-07-17"],
  "20.04": ["2025-05-31"],
  "20.10": ["2021-07-22", "2022-07-22"],
  "21.04": ["2022-01-20", "2023-01-20"],
  "21.10": ["2022-07-14", "2023-07-14"],
  "22.04": ["2027-04-30"],
  "22.10": ["2023-07-20", "2024-07-20"],
  "23.04": ["2024-01-25", "2025-01-25"],
  "23.10": ["2024-07-11", "2025-07-11"],
  "24.04": ["2029-05-31"],
  "24.10": ["2025-07-10", "2025-09-12"],
  "25.04": ["2026-01-15"],
  "25.10": ["2026-07-09"],
  "26.04": ["2031-04-30"],
};

const LIFETIMES: Readonly<Partial<Record<Distribution, Readonly<Record<string, Row>>>>> = {
  almalinux: { "8": ["2029-03-01"], "9": ["2032-05-31"], "10": ["2035-05-31"] },
  alpine: {
    "3.4": ["2018-05-01"],
    "3.5": ["2018-11-01"],
    "3.6": ["2019-05-01"],
    "3.7": ["2019-11-01"],
    "3.8": ["2020-05-01"],
    "3.9": ["2020-11-01"],
    "3.10": ["2021-05-01"],
    "3.11": ["2021-11-01"],
    "3.12": ["2022-05-01"],
    "3.13": ["2022-11-01"],
    "3.14": ["2023-05-01"],
    "3.15": ["2023-11-01"],
    "3.16": ["2024-05-23"],
    "3.17": ["2024-11-22"],
    "3.18": ["2025-05-09"],
    "3.19": ["2025-11-01"],
    "3.20": ["2026-04-01"],
    "3.21": ["2026-11-01"],
    "3.22": ["2027-05-01"],
    "3.23": ["2027-11-01"],
  },
  amazon: { "1": ["2023-12-31"], "2": ["2026-06-30"], "2023": ["2029-06-30"] },
  centos: CENTOS,
  debian: DEBIAN,
  fedora: {
    "24": ["2017-08-08"],
    "25": ["2017-12-12"],
    "26": ["2018-05-29"],
    "27": ["2018-11-30"],
    "28": ["2019-05-28"],
    "29": ["2019-11-26"],
    "30": ["2020-05-26"],
    "31": ["2020-11-24"],
    "32": ["2021-05-25"],
    "33": ["2021-11-30"],
    "34": ["2022-06-07"],
    "35": ["2022-12-13"],
    "36": ["2023-05-16"],
    "37": ["2023-12-05"],
    "38": ["2024-05-21"],
    "39": ["2024-11-26"],
    "40": ["2025-05-13"],
    "41": ["2025-12-15"],
    "42": ["2026-05-13"],
  },
  opensuse: {
    "42.2": ["2018-01-26"],
    "42.3": ["2019-07-01"],
    "15.0": ["2019-12-03"],
    "15.1": ["2021-02-02"],
    "15.2": ["2022-01-04"],
    "15.3": ["2022-12-31"],
    "15.4": ["2023-12-07"],
    "15.5": ["2024-12-31"],
    "15.6": ["2026-04-30"],
    "16.0": ["2027-10-31"],
  },
  oracle: { "6": ["2021-03-31"], "7": ["2024-12-31"], "8": ["2029-07-31"], "9": ["2032-06-30"] },
  rhel: { "6": ["2020-11-30"], "7": ["2024-06-30"], "8": ["2029-05-31"], "9": ["2032-05-31"], "10": ["2035-05-31"] },
  rocky: { "8": ["2029-05-31"], "9": ["2032-05-31"], "10": ["2035-05-31"] },
  ubuntu: UBUNTU,
};

const ARCHIVES: Readonly<Partial<Record<Distribution, string>>> = {
  centos: "vault.centos.org",
  debian: "archive.debian.org",
  ubuntu: "old-releases.ubuntu.com",
};

/** The lifetime of a base's release: of the major one for Enterprise Linux, whose point releases share their repositories. */
export function lifetimeOf({ distribution, release }: BaseImage): Lifetime | undefined {
  if (release === undefined) return undefined;
  const [major = "", minor = ""] = release.split(".");
  const table = LIFETIMES[distribution];
  const row = table?.[release] ?? table?.[`${major}.${minor}`] ?? table?.[major];
  if (row === undefined) return undefined;
  const [endOfLife, repositoriesGone] = row;
  return { endOfLife, repositoriesGone, archive: ARCHIVES[distribution] };
}

/** All releases with a lifetime. */
export function releasesWithLifetime(): (readonly [Distribution, string, Row])[] {
  return Object.entries(LIFETIMES).flatMap(([distribution, rows]) =>
    Object.entries(rows).map(([release, row]) => [distribution as Distribution, release, row] as const),
  );
}

const NAMES: Readonly<Record<Distribution, string>> = {
  almalinux: "AlmaLinux",
  alpine: "Alpine",
  amazon: "Amazon Linux",
  arch: "Arch Linux",
  busybox: "busybox",
  centos: "CentOS",
  debian: "Debian",
  fedora: "Fedora",
  opensuse: "openSUSE Leap",
  oracle: "Oracle Linux",
  rhel: "Red Hat UBI",
  rocky: "Rocky Linux",
  sles: "SLE",
  ubuntu: "Ubuntu",
};

/** What people call a base: "Ubuntu 18.04". */
export function nameOf({ distribution, release }: BaseImage): string {
  return release === undefined ? NAMES[distribution] : `${NAMES[distribution]} ${release}`;
}
