/** The names that a command makes and that must not be there before: git-clone(1), mkdir(1), ln(1). */

import type { Word } from "#grammar/shell/tree.ts";
import { clonedDirectory } from "../programs/git.ts";
import { type Argument, hasOption, type Invocation, operandsOf } from "./invocation.ts";

/** A name as written, and the word that it comes from. */
export interface NewName {
  readonly value: string;
  readonly word: Word;
}

/** The programs that make names. */
export const NAMING: readonly string[] = ["git", "mkdir", "ln"];

/** The names on which a command fails when something has them already. */
export function newNames({ name, arguments: words }: Invocation): NewName[] {
  if (name === "git") {
    const { value, word } = clonedDirectory(words) ?? {};
    return value === undefined || word === undefined ? [] : [{ value, word }];
  }
  if (name === "mkdir") return made(words);
  return name === "ln" ? linked(words) : [];
}

function made(words: readonly Argument[]): NewName[] {
  if (hasOption(words, /^-[a-zA-Z]*p|^--parents$/)) return [];
  return operandsOf(words, /^-m$|^--mode$/).flatMap(({ value, word }) =>
    value === undefined ? [] : [{ value, word }],
  );
}

function linked(words: readonly Argument[]): NewName[] {
  if (hasOption(words, /^-[a-zA-Z]*[fbt]|^--(?:force|backup|target-directory)/)) return [];
  const [, last, ...more] = operandsOf(words);
  return last?.value === undefined || more.length > 0 || last.value.endsWith("/")
    ? []
    : [{ value: last.value, word: last.word }];
}
