/**
 * What package managers keep of what they download, what keeps them from it, and what takes it away. Manual pages of the
 * managers (see their tables), `conda clean --help` 25, `uv cache --help` 0.9, npm-cache(1) 10.
 */

import type { ProgramRun } from "../shell/flow.ts";
import { type Argument, type Invocation, operandsOf } from "../shell/invocation.ts";
import { isAt, pathAsKnown } from "../shell/paths.ts";
import type { State } from "../shell/state.ts";
import { managerNamed, readTransaction } from "./transactions.ts";

export interface PackageCache {
  /** What is kept, as a person says it, with its verb. */
  readonly stays: string;
  /** The programs that fill it. */
  readonly programs: RegExp;
  /** Where it lies; `~` is the home of whoever builds. The first is where most of it lies. */
  readonly directories: readonly string[];
  /** Verbs that fill it where the program's transactions do not say it. */
  readonly filledBy?: RegExp;
  /** Options with which nothing is kept. */
  readonly without?: RegExp;
  /** Variables with which nothing is kept, or something elsewhere. */
  readonly variables: readonly string[];
  /** Settings in files with the same effect. */
  readonly setting?: RegExp;
  /** The words, joined by spaces, with which the program takes it away. */
  readonly emptiedBy: RegExp;
  /** The option to write that keeps it empty, or else the command that empties it. */
  readonly option?: string;
  readonly empty: string;
  /** Whether that command can stand at the end of any script, wherever the program lies. */
  readonly canEndScript?: true;
}

export const PACKAGE_CACHES = {
  apt: {
    stays: "apt's package lists stay",
    programs: /^(?:apt-get|apt|aptitude)$/,
    directories: ["/var/lib/apt/lists"],
    filledBy: /^update$/,
    variables: [],
    emptiedBy: /^(?:\S+ )*(?:dist-clean|distclean)\b/,
    empty: "rm -rf /var/lib/apt/lists/*",
    canEndScript: true,
  },
  dnf: {
    stays: "the repositories' metadata stays",
    programs: /^(?:dnf|dnf5|dnf-3|yum|microdnf|tdnf)$/,
    directories: ["/var/cache/dnf", "/var/cache/yum", "/var/cache/libdnf5", "/var/cache/tdnf"],
    variables: [],
    emptiedBy: /(?:^| )clean (?:(?:-\S+ )*)(?:all|packages|metadata|dbcache)\b/,
    empty: "dnf clean all",
    canEndScript: true,
  },
  zypper: {
    stays: "what zypper downloads stays",
    programs: /^zypper$/,
    directories: ["/var/cache/zypp"],
    variables: [],
    emptiedBy: /(?:^| )(?:clean|cc)\b/,
    empty: "zypper clean --all",
    canEndScript: true,
  },
  apk: {
    stays: "the repositories' index stays",
    programs: /^apk$/,
    directories: ["/var/cache/apk"],
    without: /^--no-cache$/,
    variables: [],
    emptiedBy: /^cache clean\b/,
    option: "--no-cache",
    empty: "rm -rf /var/cache/apk/*",
  },
  pip: {
    stays: "what pip downloads stays",
    programs: /^(?:pip[\d.]*|python[\d.]*|pypy[\d.]*|pipx)$/,
    directories: ["~/.cache/pip"],
    without: /^--no-cache(?:-dir)?$|^--cache-dir(?:=|$)/,
    variables: ["PIP_NO_CACHE_DIR", "PIP_CACHE_DIR", "XDG_CACHE_HOME"],
    setting: /(?<!-)\bno-cache-dir\b/,
    emptiedBy: /(?:^| )cache purge\b/,
    option: "--no-cache-dir",
    empty: "rm -rf ~/.cache/pip",
  },
  uv: {
    stays: "what uv downloads stays",
    programs: /^uv$/,
    directories: ["~/.cache/uv"],
    without: /^(?:--no-cache(?:-dir)?|-n)$|^--cache-dir(?:=|$)/,
    variables: ["UV_NO_CACHE", "UV_CACHE_DIR", "XDG_CACHE_HOME"],
    emptiedBy: /^cache (?:clean|prune)\b|^clean\b/,
    empty: "uv cache clean",
  },
  conda: {
    stays: "conda's archives and unpacked packages stay",
    programs: /^(?:conda|mamba|micromamba)$/,
    directories: [],
    variables: ["CONDA_PKGS_DIRS"],
    setting: /\bpkgs_dirs\b/,
    emptiedBy: /^clean\b/,
    empty: "conda clean --all --yes",
  },
  npm: {
    stays: "what npm downloads stays",
    programs: /^npm$/,
    directories: ["~/.npm"],
    without: /^--cache(?:=|$)/,
    variables: ["npm_config_cache", "NPM_CONFIG_CACHE"],
    emptiedBy: /^cache (?:clean|clear|rm)\b/,
    empty: "npm cache clean --force",
  },
} as const satisfies Readonly<Record<string, PackageCache>>;

export type CacheName = keyof typeof PACKAGE_CACHES;

/** In the order of the table. */
export const CACHE_NAMES = Object.keys(PACKAGE_CACHES) as CacheName[];

/** Whether a run of one of a cache's programs leaves something in it that gets into the image. */
export function fills(cache: PackageCache, { invocation, state, command }: ProgramRun): boolean {
  if (keepsNothing(cache, invocation) || isElsewhere(cache, invocation, state)) return false;
  if (cache.filledBy !== undefined) {
    const verb = operandsOf(invocation.arguments, managerNamed(invocation.name)?.valued)[0];
    return cache.filledBy.test(verb?.value ?? "");
  }
  const transaction = readTransaction(command, invocation, state);
  return transaction !== undefined && transaction.action !== "remove";
}

/** By an option, or by one that may stand in a variable. */
function keepsNothing({ without }: PackageCache, { arguments: words }: Invocation): boolean {
  if (without === undefined) return false;
  return words.some(({ value, word }) => (value === undefined ? /opt|flag|arg/i.test(word.text) : without.test(value)));
}

/** Whether a variable moves the cache or turns it off. */
function isElsewhere({ variables, directories }: PackageCache, { environment }: Invocation, state: State): boolean {
  const home = directories.some((directory) => directory.startsWith("~")) ? ["HOME"] : [];
  return [...variables, ...home].some((name) => environment.has(name) || state.variables.has(name));
}

/** Whether a command takes a cache away: by the program's own verb, or with its directory. */
export function empties(cache: PackageCache, invocation: Invocation, state: State): boolean {
  const { name, arguments: words } = invocation;
  if (name !== "rm" && name !== "find") {
    return cache.programs.test(name) && cache.emptiedBy.test(words.map(({ value }) => value ?? "?").join(" "));
  }
  const removed = name === "rm" ? operandsOf(words) : rootsOfFind(words);
  const paths = removed.flatMap((word) => withoutBraces(pathOf(word, state)));
  return paths.some((path) => isCondaPackages(cache, path) || cache.directories.some((at) => covers(path, at)));
}

/** What `find ... -delete` or `-exec rm` begins at. */
function rootsOfFind(words: readonly Argument[]): readonly Argument[] {
  const deletes = words.some(({ value }) => value === "-delete" || /(?:^|\/)rm$/.test(value ?? ""));
  const expression = words.findIndex(({ value }) => /^[-(!]/.test(value ?? ""));
  return deletes ? words.slice(0, expression === -1 ? words.length : expression) : [];
}

function pathOf(argument: Argument, state: State): string {
  return pathAsKnown(argument, state)
    .replace(/^(?:\$HOME|\$\{HOME\}|\/root)(?=\/|$)/, "~")
    .replace(/\/{2,}/g, "/");
}

/** `/a/{b,c}` is two paths; one level of braces is enough for the recipes that there are. */
function withoutBraces(path: string): string[] {
  const [, before = "", list, after = ""] = /^([^{]*)\{([^{}]*)\}(.*)$/.exec(path) ?? [];
  return list === undefined ? [path] : list.split(",").map((item) => before + item + after);
}

/** Whether what is removed is a directory, what is in it, or a directory around it. */
function covers(removed: string, directory: string): boolean {
  const root = removed.replace(/\/+$/, "").replace(/(?:\/[^/]*[*?[][^/]*)+$/, "");
  return root.length > 1 && isAt(directory, root);
}

/** conda's packages lie in `pkgs` of wherever it is installed. */
function isCondaPackages({ programs }: PackageCache, path: string): boolean {
  return programs.test("conda") && /\/pkgs(?:\/\*?)?$/.test(path);
}
