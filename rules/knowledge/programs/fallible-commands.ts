/** Commands that fail for reasons outside of the recipe, and whose failure leaves the image without what it is made for. */
import type { Command } from "#grammar/shell/tree.ts";
import { readTransaction } from "../package-managers/transactions.ts";
import { hasWord, type Invocation, operandsOf } from "../shell/invocation.ts";
import type { State } from "../shell/state.ts";

/** `index`: it refreshes a package manager's lists and installs nothing. */
export type FallibleKind = "download" | "install" | "compile" | "index";

const DOWNLOADS = /^(?:wget2?|curl|aria2c|axel|scp|rsync|gdown|lftp)$/;
const COMPILERS =
  /^(?:g?make|cmake3?|ninja|meson|scons|bazel|mvn|gradle|ant|b2|qmake|autoreconf|configure|autogen\.sh|cc|c\+\+|gcc(?:-\d+)?|g\+\+(?:-\d+)?|clang\+*|gfortran|nvcc|mpicc|mpicxx|mpifort|mpif90)$/;
const REFRESHERS = /^(?:apt|apt-get|aptitude|apk|zypper|dnf|yum|microdnf)$/;

/** What kind of such command it is; undefined for any other. */
export function fallibleKind(command: Command, invocation: Invocation, state: State): FallibleKind | undefined {
  const kind = kindOf(command, invocation, state);
  const asksOnly = kind !== undefined && (hasWord(invocation, "--version") || hasWord(invocation, "--help"));
  return asksOnly ? undefined : kind;
}

function kindOf(command: Command, invocation: Invocation, state: State): FallibleKind | undefined {
  const { name, arguments: words } = invocation;
  const verb = operandsOf(words)[0]?.value;
  if (DOWNLOADS.test(name)) return "download";
  if (name === "git" && isRemoteGit(words.map(({ value }) => value ?? ""))) return "download";
  if ((name === "svn" || name === "hg") && /^(?:clone|checkout|co|export)$/.test(verb ?? "")) return "download";
  if (COMPILERS.test(name)) return verb === "clean" || verb === "distclean" ? undefined : "compile";
  if (/^python[\d.]*$/.test(name) && verb === "setup.py") return "compile";
  if ((name === "cargo" || name === "go") && verb === "build") return "compile";
  if (REFRESHERS.test(name) && /^(?:update|refresh|makecache)$/.test(verb ?? "") && isRefresh(name, verb))
    return "index";
  const transaction = readTransaction(command, invocation, state);
  return transaction !== undefined && transaction.action !== "remove" ? "install" : undefined;
}

function isRemoteGit(words: readonly string[]): boolean {
  const [verb, inner] = words.slice(words.findIndex((word) => /^(?:clone|fetch|pull|submodule|lfs)$/.test(word)));
  if (verb === "submodule") return words.includes("update");
  return verb === "lfs" ? inner === "pull" || inner === "fetch" : /^(?:clone|fetch|pull)$/.test(verb ?? "");
}

/** `dnf update` upgrades packages; `apt-get update` reads their lists. */
function isRefresh(name: string, verb: string | undefined): boolean {
  return verb !== "update" || /^ap/.test(name);
}

/**
 * Programs that end with an error when they get nothing to read. Run with an empty input: GNU tar 1.34, gzip 1.12, bzip2 1.0.8,
 * xz 5.4, zstd 1.5, cpio 2.13, unzip 6.0, GnuPG 2.2, apt-key 2.6, git 2.39, coreutils 9.1, grep 3.8.
 */
const REFUSES_NOTHING =
  /^(?:tar|bsdtar|gzip|gunzip|zcat|bzip2|bunzip2|bzcat|xz|unxz|xzcat|zstd|unzstd|cpio|unzip|gpg2?|apt-key|git|sha\d+sum|md5sum|e?grep|fgrep|rpm2cpio)$/;

/** Whether a program fails by itself when what it reads from fails. */
export function refusesEmptyInput({ name }: Invocation): boolean {
  return REFUSES_NOTHING.test(name);
}
