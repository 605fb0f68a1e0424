/** Programs that a distribution's own image does not have, though recipes call them: taken out, renamed, or another family's. */
import type { BaseImage } from "./distributions.ts";

export interface AbsentTool {
  /** Why it is not there. */
  readonly reason: string;
  readonly instead: string;
  /** Packages that bring it. */
  readonly packages: RegExp;
  /** Whether a directory put before PATH, or a file that is sourced, may bring it: an environment of conda, a venv. */
  readonly comesByPath: boolean;
}

// apt 3.0 has no apt-key (Debian 13 release notes, 5.3; Ubuntu 25.04 has apt 3.0). PEP 394 and Debian 11 release notes, 5.1.6: no
// /usr/bin/python without python-is-python3; RHEL 8 "Configuring basic system settings": no unversioned python. Python 2 is in
// Debian up to 11, Ubuntu up to 22.04 and RHEL up to 8. CentOS 7 has dnf only as a package.
const APT_KEY: AbsentTool = {
  reason: "apt has none any more",
  instead:
    "Put the key into /etc/apt/keyrings/NAME.asc and name it in the source by [signed-by=/etc/apt/keyrings/NAME.asc]",
  packages: /^$/,
  comesByPath: false,
};

const PYTHON: AbsentTool = {
  reason: "Python 3 is called python3",
  instead: "Call python3, or install python-is-python3",
  packages: /^python(?:$|-is-python|-dev-is-python|-minimal|2\.7-minimal)|^unversioned-python|^python-unversioned/,
  comesByPath: true,
};

const PYTHON_OF_EL: AbsentTool = {
  ...PYTHON,
  instead: "Call python3, or choose one first: alternatives --set python /usr/bin/python3",
};

const PYTHON2: AbsentTool = {
  reason: "Python 2 has been taken out",
  instead: "Move the program to python3, or install Python 2 by conda",
  packages: /^python(?:2|$)/,
  comesByPath: true,
};

/** The families that have a package manager, and the manager of each family. */
const MANAGERS: Readonly<Record<string, BaseImage["family"]>> = {
  "apt-get": "deb",
  apt: "deb",
  dpkg: "deb",
  yum: "rpm",
  dnf: "rpm",
  zypper: "rpm",
  apk: "apk",
  pacman: "pacman",
};

const OWN_MANAGER: Readonly<Partial<Record<BaseImage["family"], string>>> = {
  deb: "apt-get",
  rpm: "dnf",
  apk: "apk",
  pacman: "pacman",
};

/** Why a program is not in a distribution's own image; undefined where it is, or where that is not known. */
export function absentTool(name: string, base: BaseImage): AbsentTool | undefined {
  const family = Object.hasOwn(MANAGERS, name) ? MANAGERS[name] : undefined;
  if (family !== undefined) return absentManager(name, family, base);
  switch (name) {
    case "apt-key":
      return isFrom(base, { debian: 13, ubuntu: 25.04 }) ? APT_KEY : undefined;
    case "python":
      if (isFrom(base, { debian: 11, ubuntu: 20.04 })) return PYTHON;
      return isFrom(base, { rocky: 8, almalinux: 8, centos: 8, oracle: 8 }, 9) ? PYTHON_OF_EL : undefined;
    case "python2":
      return isFrom(base, { debian: 12, ubuntu: 24.04, rocky: 9, almalinux: 9, centos: 9, oracle: 9 })
        ? PYTHON2
        : undefined;
    default:
      return undefined;
  }
}

function absentManager(name: string, family: BaseImage["family"], base: BaseImage): AbsentTool | undefined {
  const own = ownManager(base);
  if (own === undefined || own === name) return undefined;
  if (name === "dnf" && own === "yum") {
    return { reason: "it is only a package there", instead: "Call yum", packages: /^dnf$/, comesByPath: false };
  }
  if (family === base.family) return undefined;
  return {
    reason: "it is another distribution's package manager",
    instead: `Install with ${own}, or take a base that has ${name}`,
    packages: new RegExp(`^${name === "apt-get" ? "apt" : name}$`),
    comesByPath: false,
  };
}

function ownManager({ distribution, family, release }: BaseImage): string | undefined {
  if (distribution === "opensuse" || distribution === "sles") return "zypper";
  const isOld = family === "rpm" && (distribution === "amazon" || /^[67]\b/.test(release ?? ""));
  return isOld ? "yum" : OWN_MANAGER[family];
}

/** Whether a base is one of some distributions, from a release on and, where given, before a major one. */
function isFrom(
  { distribution, release }: BaseImage,
  first: Readonly<Partial<Record<BaseImage["distribution"], number>>>,
  before = Number.POSITIVE_INFINITY,
): boolean {
  const from = first[distribution];
  const number = Number(release);
  return from !== undefined && number >= from && number < before;
}
