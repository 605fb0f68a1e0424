/** System package managers: which words of a command are its verb and its packages, and what the command does with them. */
import type { BuildScript } from "#grammar/shell/build-script.ts";
import type { Command } from "#grammar/shell/tree.ts";
import type { Flow } from "./flow.ts";
import { type Argument, type Invocation, operandsOf } from "./invocation.ts";
import type { State } from "./state.ts";

export type PackageFamily = "rpm" | "deb" | "apk" | "pacman";

export type TransactionAction = "install" | "group-install" | "upgrade" | "remove";

/** One run of a package manager that changes what is installed. */
export interface Transaction {
  readonly manager: string;
  readonly family: PackageFamily;
  readonly action: TransactionAction;
  /** The package words; none for an upgrade of all. */
  readonly packages: readonly Argument[];
  readonly invocation: Invocation;
  readonly command: Command;
  /** What holds before it. */
  readonly state: State;
}

interface Manager {
  readonly family: PackageFamily;
  /** Options that take the next word as their value. */
  readonly valued: RegExp;
  /** Verbs by what they do; a verb that is not here changes nothing that matters. */
  readonly verbs: Readonly<Record<string, TransactionAction>>;
  /** Verbs that take another verb: `dnf group install`, `dnf module install`. */
  readonly verbGroups?: Readonly<Record<string, TransactionAction>>;
  /** Options that make the whole run harmless. */
  readonly harmless?: RegExp;
}

/** dnf(8) 4.14 and dnf5(8), yum(8) 3.4, microdnf(8) 3.9. */
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
  verbGroups: { group: "group-install", groups: "group-install", module: "install" },
  harmless: /^--(?:downloadonly|assumeno|help|version|installroot(?:=.*)?)$|^-h$/,
};

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
};

/** apt-get(8) 2.6, apt(8), aptitude(8). */
const APT: Manager = {
  family: "deb",
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
};

const MANAGERS: Readonly<Record<string, Manager>> = {
  dnf: DNF,
  dnf5: DNF,
  "dnf-3": DNF,
  yum: DNF,
  microdnf: DNF,
  tdnf: DNF,
  zypper: ZYPPER,
  "apt-get": APT,
  apt: APT,
  aptitude: APT,
  apk: {
    family: "apk",
    valued: /^-[ptX]$|^--(?:root|virtual|repository|arch|cache-dir|keys-dir|repositories-file|wait)$/,
    verbs: { add: "install", fix: "install", upgrade: "upgrade", del: "remove" },
    harmless: /^--simulate$|^-s$/,
  },
};

/** Managers whose verb is an option: rpm(8), dpkg(1), pacman(8). */
const OPTION_MANAGERS: Readonly<
  Record<string, { family: PackageFamily; valued: RegExp; actionOf(option: string): TransactionAction | undefined }>
> = {
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
  },
};

/** The transaction that a command makes, or undefined for any other command and for queries and clean-ups. */
export function readTransaction(command: Command, invocation: Invocation, state: State): Transaction | undefined {
  const { name } = invocation;
  const read = Object.hasOwn(MANAGERS, name)
    ? byVerb(MANAGERS[name], invocation)
    : Object.hasOwn(OPTION_MANAGERS, name)
      ? byOption(OPTION_MANAGERS[name], invocation)
      : undefined;
  return read && { manager: name, ...read, invocation, command, state };
}

type Reading = Pick<Transaction, "family" | "action" | "packages">;

function byVerb(manager: Manager | undefined, { arguments: words }: Invocation): Reading | undefined {
  if (manager === undefined || words.some(({ value }) => value !== undefined && manager.harmless?.test(value)))
    return undefined;
  const [verb, ...operands] = operandsOf(words, manager.valued);
  if (verb?.value === undefined) return undefined;
  const { family } = manager;
  const group = manager.verbGroups?.[verb.value];
  if (group !== undefined) {
    const inner = operands[0]?.value;
    if (inner === undefined || !/^(?:install|update|upgrade|enable-and-install)$/.test(inner)) return undefined;
    return { family, action: group, packages: operands.slice(1) };
  }
  const action = Object.hasOwn(manager.verbs, verb.value) ? manager.verbs[verb.value] : undefined;
  if (action === undefined) return undefined;
  const isGroup = action === "install" && operands.some(({ value }) => value?.startsWith("@") || value === "pattern");
  return { family, action: isGroup ? "group-install" : action, packages: operands };
}

function byOption(
  manager: (typeof OPTION_MANAGERS)[string] | undefined,
  { arguments: words }: Invocation,
): Reading | undefined {
  if (manager === undefined) return undefined;
  if (words.some(({ value }) => /^--root(?:=|$)/.test(value ?? ""))) return undefined;
  const actions = words.map(({ value }) => (value === undefined ? undefined : manager.actionOf(value)));
  const action = actions.find((found) => found !== undefined);
  return action && { family: manager.family, action, packages: operandsOf(words, manager.valued) };
}

/** Whether the packages' own scripts are left out of a transaction. */
export function runsScriptlets({ invocation }: Transaction): boolean {
  return !invocation.arguments.some(({ value = "" }) => /^--(?:no(?:scripts|pre))$|tsflags=\S*noscripts/.test(value));
}

/** All transactions of a script in file order, a command in a loop once for each way to run it. */
export function transactionsOf(script: BuildScript, flow: Flow): Transaction[] {
  return (script.tree?.commands ?? []).flatMap((command) =>
    flow.runsOf(command).flatMap(({ state, invocation }) => {
      if (invocation === undefined) return [];
      return readTransaction(command, invocation, state) ?? [];
    }),
  );
}
