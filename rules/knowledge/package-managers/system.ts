/** Package managers of distributions, by their manual pages. */
import type { Manager, OptionManager } from "./manager.ts";

const GROUP = {
  install: "group-install",
  update: "group-install",
  upgrade: "group-install",
} as const;
const MODULE = { install: "install", update: "install", upgrade: "install", "enable-and-install": "install" } as const;

/** dnf(8) 4.14 and dnf5(8), yum(8) 3.4, tdnf(8) 3.3. */
const DNF: Manager = {
  family: "rpm",
  valued:
    /^-[cdexR]$|^--(?:config|debuglevel|errorlevel|exclude|excludepkgs|repo|repoid|enablerepo|disablerepo|setopt|releasever|installroot|forcearch|comment|advisory|bzs?|cves?|sec-severity|rpmverbosity|repofrompath|downloaddir|destdir|disableplugin|enableplugin|from-repo|use-host-config)$/,
  verbs: {
    install: "install",
    in: "install",
    "install-n": "install",
    "install-na": "install",
    "install-nevra": "install",
    localinstall: "install",
    reinstall: "install",
    swap: "install",
    builddep: "install",
    "build-dep": "install",
    groupinstall: "group-install",
    "group-install": "group-install",
    update: "upgrade",
    upgrade: "upgrade",
    up: "upgrade",
    "update-minimal": "upgrade",
    "upgrade-minimal": "upgrade",
    "distro-sync": "upgrade",
    distrosync: "upgrade",
    "distribution-synchronization": "upgrade",
    remove: "remove",
    erase: "remove",
    autoremove: "remove",
  },
  verbGroups: { group: GROUP, groups: GROUP, module: MODULE },
  harmless: /^--(?:downloadonly|assumeno|help|version|installroot(?:=.*)?)$|^-h$/,
  yes: {
    options: /^-[a-zA-Z]*y[a-zA-Z]*$|^--assumeyes$|^--setopt=\*?\.?assumeyes=(?:1|true|yes)$/i,
    write: "-y",
    behind: "verb",
  },
};

/** microdnf(8) 3.9: "-y, --assumeyes: Does nothing, we always assume yes". */
const { yes: _asks, ...MICRODNF } = DNF;

/** zypper(8) 1.14. */
const ZYPPER: Manager = {
  family: "rpm",
  valued:
    /^-[RcDCprt]$|^--(?:root|config|reposd-dir|cache-dir|raw-cache-dir|solv-cache-dir|pkg-cache-dir|plus-repo|plus-content|repo|from|type|capability|releasever|with-locks|installroot)$/,
  verbs: {
    install: "install",
    in: "install",
    update: "upgrade",
    up: "upgrade",
    "dist-upgrade": "upgrade",
    dup: "upgrade",
    patch: "upgrade",
    remove: "remove",
    rm: "remove",
  },
  harmless: /^--(?:download-only|dry-run|help)$|^-[dDh]$/,
  yes: {
    options: /^-[a-zA-Z]*[ny][a-zA-Z]*$|^--(?:non-interactive|no-confirm)$/,
    write: "--non-interactive",
    behind: "manager",
  },
};

/** apt-get(8) 2.6, apt(8), aptitude(8) 0.8: two `q` imply `-y`. */
const APT: Manager = {
  family: "deb",
  // A minus at the end of a name takes the package away.
  packages: /[^-]$/,
  valued: /^-[octat]$|^--(?:option|config-file|target-release|default-release|host-architecture|solver|planner)$/,
  verbs: {
    install: "install",
    reinstall: "install",
    "build-dep": "install",
    satisfy: "install",
    upgrade: "upgrade",
    "dist-upgrade": "upgrade",
    "full-upgrade": "upgrade",
    "safe-upgrade": "upgrade",
    remove: "remove",
    purge: "remove",
    autoremove: "remove",
  },
  harmless: /^--(?:download-only|simulate|dry-run|print-uris|help)$|^-[dsh]$/,
  yes: {
    options:
      /^-[a-zA-Z]*(?:y|q[a-zA-Z]*q)[a-zA-Z]*$|^-q=[2-9]$|^--(?:yes|assume-yes|force-yes)$|APT::Get::Assume-Yes=(?:1|true|yes)/i,
    write: "-y",
    behind: "verb",
  },
};

/** apk(8) 2.14: asks only with `--interactive`. */
const APK: Manager = {
  family: "apk",
  valued: /^-[ptX]$|^--(?:root|virtual|repository|arch|cache-dir|keys-dir|repositories-file|wait)$/,
  verbs: { add: "install", fix: "install", upgrade: "upgrade", del: "remove" },
  harmless: /^--simulate$|^-s$/,
};

export const SYSTEM_MANAGERS: Readonly<Record<string, Manager>> = {
  dnf: DNF,
  dnf5: DNF,
  "dnf-3": DNF,
  yum: DNF,
  microdnf: MICRODNF,
  tdnf: DNF,
  zypper: ZYPPER,
  "apt-get": APT,
  apt: APT,
  aptitude: APT,
  apk: APK,
};

/** rpm(8) 4.18, dpkg(1) 1.21, pacman(8) 6.1. */
export const OPTION_MANAGERS: Readonly<Record<string, OptionManager>> = {
  rpm: {
    family: "rpm",
    valued: /^-D$|^--(?:root|dbpath|prefix|relocate|define|excludepath|rcfile|eval)$/,
    actionOf: (option) =>
      /^-[a-zA-Z]*[iUF][a-zA-Z]*$/.test(option) && !/^-[a-zA-Z]*[qVeK]/.test(option)
        ? "install"
        : (
            {
              "--install": "install",
              "--upgrade": "install",
              "--freshen": "install",
              "--reinstall": "install",
            } as const
          )[option],
  },
  dpkg: {
    family: "deb",
    valued: /^--(?:root|admindir|instdir|force|log|path-exclude|path-include)$/,
    actionOf: (option) => (/^-[a-zA-Z]*i$|^--(?:install|configure|unpack)$/.test(option) ? "install" : undefined),
  },
  pacman: {
    family: "pacman",
    valued: /^-[brB]$|^--(?:dbpath|root|config|cachedir|overwrite|ignore|arch|gpgdir)$/,
    actionOf: (option) =>
      /^-[Uyu]*[SU][a-zA-Z]*$/.test(option) && !/^-S[a-z]*[sigcl]/.test(option)
        ? /u/.test(option)
          ? "upgrade"
          : "install"
        : undefined,
    harmless: /^--print(?:-format)?(?:=|$)|^-S[a-z]*p|^-p$/,
    yes: { options: /^--noconfirm$/, write: "--noconfirm", behind: "verb" },
  },
};
