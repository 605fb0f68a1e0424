/** The names that a command makes and that must not be there before: git-clone(1), mkdir(1), ln(1). */
import type { Word } from "#grammar/shell/tree.ts";
import { type Argument, hasOption, type Invocation, operandsOf } from "./invocation.ts";

/** A name as written, and the word that it comes from. */
export interface NewName {
  readonly value: string;
  readonly word: Word;
}

/** The names on which a command fails when something has them already. */
export function newNames({ name, arguments: words }: Invocation): NewName[] {
  if (name === "git") return cloned(words);
  if (name === "mkdir") return made(words);
  return name === "ln" ? linked(words) : [];
}

/** The directory that `git clone` makes. */
function cloned(words: readonly Argument[]): NewName[] {
  const valued = /^-[bcjoCu]$|^--(?:branch|depth|jobs|config|origin|reference|filter|template|shallow-since)$/;
  const [verb, url, directory] = operandsOf(words, valued);
  if (verb?.value !== "clone" || url?.value === undefined) return [];
  if (directory !== undefined)
    return directory.value === undefined ? [] : [{ value: directory.value, word: directory.word }];
  const name = url.value
    .replace(/\/+$/, "")
    .replace(/\.git$/, "")
    .split(/[/:]/)
    .at(-1);
  return name === undefined || name === "" ? [] : [{ value: name, word: url.word }];
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
