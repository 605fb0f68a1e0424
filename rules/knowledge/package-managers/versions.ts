/** Which version a package word asks for, in the way of each manager. */
import { type Argument, hasOption } from "../shell/invocation.ts";
import type { Transaction } from "./manager.ts";

/** The package words that leave the version to the day of the build; none for managers of whole distributions. */
export function unpinnedPackages(transaction: Transaction): readonly Argument[] {
  const { family, action, packages, invocation, manager, files } = transaction;
  const words = invocation.arguments;
  if (action !== "install") return [];
  switch (family) {
    case "pip":
      if (isConstrained(words) || files.length > 0) return [];
      return packages.filter(({ value }) => value !== undefined && isFreePython(value));
    case "conda":
      if (files.length > 0 || hasOption(words, /^--(?:clone|revision)/)) return [];
      return packages.filter(({ value }) => value !== undefined && isFreeConda(value));
    case "npm":
      return packages.filter(({ value }) => value !== undefined && isFreeNode(value) && isGlobal(words, manager));
    case "cargo":
      if (hasOption(words, /^--(?:version|vers|path|rev|tag)(?:=|$)/)) return [];
      return packages.filter(({ value }) => value !== undefined && !value.includes("@"));
    case "go":
      return packages.filter(({ value }) => value?.endsWith("@latest"));
    default:
      return [];
  }
}

/** By `-c FILE`, or a requirement file that says the rest. */
function isConstrained(words: readonly Argument[]): boolean {
  return hasOption(words, /^(?:-c|--constraints?(?:=.*)?)$/);
}

/** Tools that install others: their own version changes nothing in the image. */
const TOOLS =
  /^(?:pip|setuptools|wheel|virtualenv|build|packaging|ninja|pipx|poetry|uv|conda|mamba|micromamba|conda-libmamba-solver|conda-build|conda-pack|conda-lock|scif|npm|yarn|pnpm)$/i;

/** A name alone, with extras and markers, or with a range; a file, a directory or an address says enough, but for git. */
function isFreePython(word: string): boolean {
  if (/^git\+/.test(word))
    return !/\.git@[^/]+$|[^/]@[^/]+$/.test(word.replace(/#.*$/, "").replace(/^git\+\w+:\/\/[^/]*/, ""));
  const [, name, rest = ""] = /^([A-Za-z][\w.-]*)(?:\[[^\]]*\])?\s*([=<>!~@;].*)?$/.exec(word) ?? [];
  if (name === undefined || TOOLS.test(name) || /\.(?:whl|zip|tar\.gz|tgz|txt)$/.test(name)) return false;
  return !/^(?:={2,3}|~=|@)|[,<]/.test(rest);
}

/** `python=3.11` and `numpy=2` are pinned as far as their authors wanted; a range with an upper end is too. */
function isFreeConda(word: string): boolean {
  const spec = word.replace(/^[\w./-]+::/, "");
  const [, name, rest = ""] = /^([A-Za-z_][\w.-]*)\s*(\[.*\]|[=<>!~ ].*)?$/.exec(spec) ?? [];
  if (name === undefined || TOOLS.test(name) || /\.(?:conda|bz2)$/.test(name)) return false;
  return !/^~?=|</.test(rest) && !/\[.*(?:version|build)=/.test(rest);
}

function isFreeNode(word: string): boolean {
  return /^(?:@[\w.-]+\/)?[\w.-]+(?:@(?:latest|next|\*))?$/.test(word) && !/^\.|\.tgz$/.test(word) && !TOOLS.test(word);
}

/** In a project the lock file says the versions. */
function isGlobal(words: readonly Argument[], manager: string): boolean {
  return (
    hasOption(words, /^(?:-g|--global|--location=global)$/) || (manager === "yarn" && words[0]?.value === "global")
  );
}
