/** Who a command gives files to: `chown`, `chgrp`, `install -o`, also behind `find -exec`. */
import { type Argument, type Invocation, operandsOf } from "../shell/invocation.ts";

export interface OwnerChange {
  /** The owners and groups other than root, as the recipe names them. */
  readonly names: readonly string[];
  /** The word that names them. */
  readonly word: Argument["word"];
  /** The program that changes them. */
  readonly program: string;
  /** The paths, as far as they are known. */
  readonly paths: readonly string[];
}

/** The change of owner that a command makes; undefined for root's, and for owners that are not known. */
export function ownerChangeOf({ name, arguments: words, wrappers }: Invocation): OwnerChange | undefined {
  switch (name) {
    case "chown":
    case "chgrp": {
      const hasInput = wrappers.some((wrapper) => wrapper.name === "xargs");
      return byChown(name, words, hasInput);
    }
    case "install":
      return byInstall(words);
    case "find":
      return byFind(words);
    default:
      return undefined;
  }
}

/** @param hasInput whether the files come from its input */
function byChown(program: string, words: readonly Argument[], hasInput = false): OwnerChange | undefined {
  if (words.some(({ value }) => /^--(?:reference|help|version)/.test(value ?? ""))) return undefined;
  const [owner, ...files] = operandsOf(words);
  if (owner?.value === undefined || (files.length === 0 && !hasInput)) return undefined;
  return change(program, owner.value.split(program === "chgrp" ? /$^/ : /[:.]/), owner, files);
}

function byInstall(words: readonly Argument[]): OwnerChange | undefined {
  const found = words.flatMap(({ value, word }, at): Argument[] => {
    const glued = /^(?:-[og]|--(?:owner|group)=)(.+)$/.exec(value ?? "")?.[1];
    if (glued !== undefined) return [{ value: glued, word }];
    return /^(?:-[a-zA-Z]*[og]|--owner|--group)$/.test(words[at - 1]?.value ?? "") ? [{ value, word }] : [];
  });
  const names = found.map(({ value }) => value ?? "root");
  const [first] = found.filter(({ value }) => isOther(value ?? "root"));
  const files = operandsOf(words, /^-[a-zA-Z]*[gmotS]$|^--(?:group|mode|owner|target-directory|suffix)$/);
  return first && change("install", names, first, files.slice(-1));
}

/** `find /opt -exec chown app {} +`. */
function byFind(words: readonly Argument[]): OwnerChange | undefined {
  const at = words.findIndex(
    ({ value }, index) => /^(?:chown|chgrp)$/.test(value ?? "") && /^-exec/.test(words[index - 1]?.value ?? ""),
  );
  if (at === -1) return undefined;
  const roots = words.slice(
    0,
    words.findIndex(({ value }) => /^[-(!]/.test(value ?? "")),
  );
  const found = byChown(words[at]?.value ?? "", words.slice(at + 1));
  return found && { ...found, paths: roots.map(({ value }) => value ?? "?") };
}

function change(
  program: string,
  owners: readonly string[],
  { word }: Argument,
  files: readonly Argument[],
): OwnerChange | undefined {
  const names = owners.filter(isOther);
  return names.length === 0 ? undefined : { names, word, program, paths: files.map(({ value }) => value ?? "?") };
}

function isOther(owner: string): boolean {
  return owner !== "" && !/^(?:root|\+?0+)$/.test(owner);
}

/** Whether an owner is a number that no range of subordinate ids reaches: Apptainer maps 65536 ids. */
export function isBeyondMap(owner: string): boolean {
  return /^\+?\d+$/.test(owner) && Number(owner) >= 65_536;
}
