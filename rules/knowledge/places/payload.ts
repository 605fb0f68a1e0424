/** Where commands of a recipe put what is meant to stay in the image: programs, data, environments. */

import type { Word } from "#grammar/shell/tree.ts";
import { clonedDirectory } from "../programs/git.ts";
import { fileChanges } from "../shell/file-changes.ts";
import type { Flow, Run } from "../shell/flow.ts";
import { type Argument, type Invocation, operandsOf } from "../shell/invocation.ts";
import { locate } from "../shell/paths.ts";

export interface Payload {
  /** Absolute, or from `~` on where it lies in the home directory of whoever builds. */
  readonly path: string;
  readonly word: Word;
}

/** What all runs of a script put where; nothing for paths that are not known. */
export function payloadsOf({ runs }: Flow): Payload[] {
  const payloads: Payload[] = [];
  for (const run of runs) payloads.push(...payloadOf(run));
  return payloads;
}

/** The same of one run. */
export function payloadOf({ command, invocation, state }: Run): readonly Payload[] {
  const changes = fileChanges(command, invocation, state.variables);
  const destinations = invocation === undefined ? NONE : destinationsOf(invocation);
  if (changes.length === 0 && destinations.length === 0) return NONE;
  const placed = [
    ...changes.filter(({ how }) => how !== "remove" && how !== "edit").map(({ path, word }) => ({ value: path, word })),
    ...destinations,
  ];
  return placed.flatMap((argument) => {
    const path = locate(argument, state);
    return path === undefined ? [] : [{ path, word: argument.word }];
  });
}

/** Options that name where a program installs to, with the value in the same word or in the next. */
const PREFIX = /^(?:--prefix|--root|--target|--install-dir|-?-?(?:DCMAKE_INSTALL_PREFIX|PREFIX)(?::\w+)?)=/i;
const PREFIX_BEFORE = /^(?:--prefix|--install-dir|--target)$/;

/** Most runs put nothing anywhere. */
const NONE: readonly never[] = [];

function destinationsOf(invocation: Invocation): readonly Argument[] {
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
  if (words[0]?.value === "-m" && words[1]?.value === "venv" && /^python[\d.]*$/.test(name)) {
    return operandsOf(words.slice(2)).slice(0, 1);
  }
  if (!words.some(mayNamePrefix)) return NONE;
  return [...words.filter(({ value, word }) => PREFIX.test(value ?? word.value)), ...behind(PREFIX_BEFORE)].flatMap(
    ({ value, word }) => ({ value: value?.replace(/^[^=]*=/, ""), word }),
  );
}

/** Whether a word has a prefix in it or before it; most words neither begin with a dash nor hold an equals sign. */
function mayNamePrefix({ value, word }: Argument): boolean {
  const text = value ?? word.value;
  return (text.includes("=") && PREFIX.test(text)) || (text.startsWith("--") && PREFIX_BEFORE.test(text));
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
