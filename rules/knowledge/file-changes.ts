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

/** The changes that a command makes to files whose names are known. */
export function fileChanges(command: Command, invocation: Invocation | undefined, variables: Variables): FileChange[] {
  return [...(invocation === undefined ? [] : byProgram(invocation)), ...byRedirects(command.redirects, variables)];
}

/** The tool whose place a path is: a program's name directly in one of the system's directories of programs. */
export function toolAt(path: string): string | undefined {
  return /^\/(?:usr\/)?s?bin\/([A-Za-z][\w-]*)$/.exec(path)?.[1];
}

/** Whether a path is where a recipe keeps a tool aside: under its name with an ending such as `.real`. */
export function isKeptAside(path: string): boolean {
  return /[._-](?:real|bak|orig|old|save|distrib)$/.test(path);
}

function byRedirects(redirects: readonly Redirect[], variables: Variables): FileChange[] {
  return redirects.flatMap(({ operator, target }) => {
    if (target === undefined || !/^(?:>|>>|>\||&>|&>>)$/.test(operator)) return [];
    const path = resolveWord(target, variables);
    return path === undefined
      ? []
      : [{ path, word: target, how: operator.endsWith(">>") ? "append" : "truncate" } as const];
  });
}

function byProgram({ name, arguments: words }: Invocation): FileChange[] {
  const operands = operandsOf(words, OPTIONS_WITH_VALUE[name]);
  switch (name) {
    case "cp":
      return placed(words, operands, "truncate");
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
