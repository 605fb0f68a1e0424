/** Where commands of a recipe put what is meant to stay in the image: programs, data, environments. */

import type { Word } from "#grammar/shell/tree.ts";
import { clonedDirectory } from "../programs/git.ts";
import { fileChanges } from "../shell/file-changes.ts";
import type { Run } from "../shell/flow.ts";
import { type Argument, type Invocation, operandsOf } from "../shell/invocation.ts";
import { locate } from "../shell/paths.ts";

export interface Payload {
  /** Absolute, or from `~` on where it lies in the home directory of whoever builds. */
  readonly path: string;
  readonly word: Word;
}

const known = new WeakMap<Run, readonly Payload[]>();

/** What one run of a command puts where; nothing for paths that are not known. */
export function payloadOf(run: Run): readonly Payload[] {
  let payload = known.get(run);
  if (payload === undefined) {
    payload = findPayload(run);
    known.set(run, payload);
  }
  return payload;
}

function findPayload({ command, invocation, state }: Run): Payload[] {
  const placed = [
    ...fileChanges(command, invocation, state.variables)
      .filter(({ how }) => how !== "remove" && how !== "edit")
      .map(({ path, word }) => ({ value: path, word })),
    ...(invocation === undefined ? [] : destinationsOf(invocation)),
  ];
  return placed.flatMap((argument) => {
    const path = locate(argument, state);
    return path === undefined ? [] : [{ path, word: argument.word }];
  });
}

/** Options that name where a program installs to, with the value in the same word or in the next. */
const PREFIX = /^(?:--prefix|--root|--target|--install-dir|-?-?(?:DCMAKE_INSTALL_PREFIX|PREFIX)(?::\w+)?)=/i;
const PREFIX_BEFORE = /^(?:--prefix|--install-dir|--target)$/;

function destinationsOf(invocation: Invocation): Argument[] {
  const { name, arguments: words } = invocation;
  const behind = (option: RegExp): Argument[] => words.filter((_word, at) => option.test(words[at - 1]?.value ?? ""));
  switch (name) {
    case "git": {
      const directory = clonedDirectory(words);
      return directory === undefined ? [] : [directory];
    }
    case "tar": {
      const named = behind(/^(?:-C|--directory)$/);
      return named.length === 0 && unpacks(words) ? [{ value: ".", word: invocation.program.word }] : named;
    }
    case "unzip":
      return behind(/^-d$/);
    case "rsync":
      return operandsOf(words).slice(-1);
    case "virtualenv":
      return operandsOf(words, /^-p$|^--python$/).slice(-1);
    case "bash":
    case "sh":
      return isCondaInstaller(words) ? behind(/^-[bfu]*p$/) : [];
    case "conda":
    case "mamba":
    case "micromamba":
      return behind(/^-p$|^--prefix$/);
  }
  if (/^python[\d.]*$/.test(name) && words[0]?.value === "-m" && words[1]?.value === "venv") {
    return operandsOf(words.slice(2)).slice(0, 1);
  }
  return [...words.filter(({ value, word }) => PREFIX.test(value ?? word.value)), ...behind(PREFIX_BEFORE)].flatMap(
    ({ value, word }) => ({ value: value?.replace(/^[^=]*=/, ""), word }),
  );
}

function unpacks(words: readonly Argument[]): boolean {
  const [first] = words;
  return (
    words.some(({ value }) => /^--(?:extract|get)$|^-[a-zA-Z]*x/.test(value ?? "")) ||
    /^[a-z]*x/.test(first?.value ?? "")
  );
}

/** The name of an installer script of a conda distribution. */
export function isCondaInstaller(words: readonly Argument[]): boolean {
  return words.some(({ value, word }) => /(?:mini|ana)conda|miniforge|mambaforge/i.test(value ?? word.value));
}
