/** Which files a command replaces, takes away or changes, by what it is or by its redirects. */
import type { Command, Redirect, Word } from "#grammar/shell/tree.ts";
import { type Argument, hasOption, type Invocation, operandsOf, resolveWord } from "./invocation.ts";
import type { Variables } from "./state.ts";

export interface FileChange {
  readonly path: string;
  readonly word: Word;
  /**
   * `rename`: another file takes its name, or its name is taken away. `truncate`: rewritten in place.
   * `append`: written at its end. `edit`: an editor writes a new file and renames it.
   */
  readonly how: "rename" | "remove" | "truncate" | "append" | "edit";
  /** The file whose content it gets, for copies, moves and links. */
  readonly from?: string;
}

/** An invocation belongs to one command and one state of the variables; many rules ask for its changes. */
const known = new WeakMap<Invocation, readonly FileChange[]>();

/** Most commands change nothing. */
const NONE: readonly FileChange[] = [];

/** The changes that a command makes to files whose names are known. */
export function fileChanges(
  { redirects }: Command,
  invocation: Invocation | undefined,
  variables: Variables,
): readonly FileChange[] {
  if (invocation === undefined) return byRedirects(redirects, variables);
  const changesByItself = CHANGING.has(invocation.name);
  if (!changesByItself && redirects.length === 0) return NONE;
  let changes = known.get(invocation);
  if (changes === undefined) {
    const own = changesByItself ? byProgram(invocation) : NONE;
    changes = [...own, ...byRedirects(redirects, variables)];
    known.set(invocation, changes);
  }
  return changes;
}

/** Whether the change takes a file's name away or gives it to another file, which is refused where the file is a mount. */
export function takesName({ how }: FileChange): boolean {
  return how === "edit" || how === "rename" || how === "remove";
}

/** The tool whose place a path is: a program's name directly in one of the system's directories of programs. */
export function toolAt(path: string): string | undefined {
  return /^\/(?:usr\/)?s?bin\/([A-Za-z][\w-]*)$/.exec(path)?.[1];
}

/** Whether a path is where a recipe keeps a tool aside: under its name with an ending such as `.real`. */
export function isKeptAside(path: string): boolean {
  return /[._-](?:real|bak|orig|old|save|distrib)$/.test(path);
}

function byRedirects(redirects: readonly Redirect[], variables: Variables): readonly FileChange[] {
  if (redirects.length === 0) return NONE;
  return redirects.flatMap(({ operator, target }) => {
    if (target === undefined || !/^(?:>|>>|>\||&>|&>>)$/.test(operator)) return [];
    const path = resolveWord(target, variables);
    return path === undefined
      ? []
      : [{ path, word: target, how: operator.endsWith(">>") ? "append" : "truncate" } as const];
  });
}

/** The programs that `byProgram` knows. */
const CHANGING: ReadonlySet<string> = new Set("cp mv ln install rm unlink tee sed perl".split(" "));

function byProgram({ name, arguments: words }: Invocation): FileChange[] {
  const operands = operandsOf(words, OPTIONS_WITH_VALUE[name]);
  switch (name) {
    case "cp":
      return placed(words, operands, hasOption(words, /^--remove-destination$/) ? "rename" : "truncate");
    case "mv":
      return [...placed(words, operands, "rename"), ...operands.slice(0, -1).flatMap((from) => change(from, "remove"))];
    case "ln":
    case "install":
      return placed(words, operands, "rename");
    case "rm":
    case "unlink":
      return operands.flatMap((operand) => change(operand, "remove"));
    case "tee":
      return operands.flatMap((operand) =>
        change(operand, hasOption(words, /^-[a-z]*a|^--append$/) ? "append" : "truncate"),
      );
    case "sed":
      return hasOption(words, /^-[a-zA-Z]*i|^--in-place/)
        ? sedFiles(words).flatMap((file) => change(file, "edit"))
        : [];
    case "perl":
      return hasOption(words, /^-[a-zA-Z0]*i/) ? operands.flatMap((operand) => change(operand, "edit")) : [];
    default:
      return [];
  }
}

const OPTIONS_WITH_VALUE: Readonly<Record<string, RegExp>> = {
  cp: /^-[tS]$|^--(?:target-directory|suffix)$/,
  mv: /^-[tS]$|^--(?:target-directory|suffix)$/,
  ln: /^-[tS]$|^--(?:target-directory|suffix)$/,
  install: /^-[gmotS]$|^--(?:group|mode|owner|target-directory|suffix)$/,
  perl: /^-[eEIMm]$/,
};

function change(operand: Argument, how: FileChange["how"]): FileChange[] {
  return operand.value === undefined ? [] : [{ path: operand.value, word: operand.word, how }];
}

function placed(words: readonly Argument[], operands: readonly Argument[], how: FileChange["how"]): FileChange[] {
  const at = words.findIndex((word) => /^(?:-t|--target-directory)$/.test(word.value ?? ""));
  const named = words.find((word) => word.value?.startsWith("--target-directory="));
  const directory = at === -1 ? named?.value?.slice("--target-directory=".length) : words[at + 1]?.value;
  const last = operands.at(-1);
  const sources = directory === undefined ? operands.slice(0, -1) : operands;
  const destination = directory ?? last?.value;
  if (destination === undefined || last === undefined) return [];
  return sources.flatMap((source) => {
    const fileName = source.value?.split("/").at(-1);
    const intoDirectory =
      directory !== undefined || destination.endsWith("/") || sources.length > 1 || isToolDirectory(destination);
    if (intoDirectory && fileName === undefined) return [];
    const path = intoDirectory ? `${destination.replace(/\/$/, "")}/${fileName}` : destination;
    return [{ path, word: last.word, how, ...(source.value === undefined ? {} : { from: source.value }) }];
  });
}

function isToolDirectory(path: string): boolean {
  return /^\/(?:usr\/)?(?:local\/)?s?bin$|^\/etc$/.test(path);
}

/** Without `-e` or `-f` the first operand is the script. */
function sedFiles(words: readonly Argument[]): Argument[] {
  const operands = operandsOf(words, /^-[a-zA-Z]*[ef]$|^--(?:expression|file)$/);
  const scriptGiven = hasOption(words, /^-[a-zA-Z]*[ef]$|^--(?:expression|file)(?:=|$)/);
  return scriptGiven ? operands : operands.slice(1);
}

/** Where programs besides those of `fileChanges` write, by the operands or the option that names the place. */
const WRITERS: Readonly<
  Record<string, { readonly valued?: RegExp; readonly from?: number; readonly last?: true; readonly option?: RegExp }>
> = {
  mkdir: { valued: /^-m$|^--mode$/, from: 0 },
  rmdir: { from: 0 },
  touch: { valued: /^-[drt]$|^--(?:date|reference)$/, from: 0 },
  truncate: { valued: /^-[rs]$|^--(?:size|reference)$/, from: 0 },
  chmod: { from: 1 },
  chown: { valued: /^--from$/, from: 1 },
  chgrp: { from: 1 },
  rsync: { valued: /^-[efTM]$|^--(?:rsh|exclude|include|filter|temp-dir|exclude-from|include-from)$/, last: true },
  git: { valued: /^-[bcjoCu]$|^--(?:branch|depth|jobs|config|origin|reference|filter|template)$/, from: 2 },
  tar: { option: /^-[a-zA-Z]*C$|^--directory$/ },
  unzip: { option: /^-d$/ },
  wget: { option: /^-[a-zA-Z]*[OP]$|^--(?:output-document|directory-prefix)$/ },
  curl: { option: /^-[a-zA-Z#]*o$|^--(?:output|output-dir)$/ },
};

/** The words that name what a program makes or changes and `fileChanges` leaves out: directories, modes, downloads. */
export function writtenPlaces({ name, arguments: words }: Invocation): Argument[] {
  const writer = Object.hasOwn(WRITERS, name) ? WRITERS[name] : undefined;
  if (writer === undefined) return [];
  const { valued, from, last, option } = writer;
  const operands = operandsOf(words, valued);
  if (name === "git" && operands[0]?.value !== "clone") return [];
  if (from !== undefined) return operands.slice(hasOption(words, /^--reference/) && from === 1 ? 0 : from);
  if (last === true) return operands.slice(1).slice(-1);
  if (name === "tar" && !isUnpacking(words)) return [];
  return words.filter((_word, at) => option?.test(words[at - 1]?.value ?? "") === true);
}

function isUnpacking([first, ...rest]: readonly Argument[]): boolean {
  return /^-?[a-zA-Z]*x[a-zA-Z]*$/.test(first?.value ?? "") || hasOption(rest, /^-[a-zA-Z]*x|^--extract$|^--get$/);
}
