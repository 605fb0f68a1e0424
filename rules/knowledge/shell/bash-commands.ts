/** Which commands of a script only bash has, by the words that say so. */
import type { Command, Word } from "#grammar/shell/tree.ts";
import { type Argument, hasOption, type Invocation, operandsOf } from "./invocation.ts";
import type { CommandFeature } from "./shell-dialects.ts";

export interface BashCommand {
  readonly feature: CommandFeature;
  /** The word that only bash understands. */
  readonly word: Word;
}

const BY_NAME: Readonly<Record<string, CommandFeature>> = {
  source: "source",
  pushd: "pushd",
  popd: "pushd",
  dirs: "pushd",
  let: "let",
  declare: "declare",
  typeset: "declare",
  shopt: "shopt",
  mapfile: "mapfile",
  readarray: "mapfile",
  builtin: "builtin",
  enable: "builtin",
  disown: "builtin",
  caller: "builtin",
};

/** Commands with an option or an operand that is bash's: the feature and the word. */
const BY_WORD: Readonly<Record<string, readonly (readonly [CommandFeature, RegExp])[]>> = {
  set: [["pipefail", /^pipefail$/]],
  read: [
    ["read-array", /^-[a-zA-Z]*a/],
    ["read-option", /^-[rp]*[deinNstu]/],
  ],
  export: [["export-function", /^-[a-z]*f/]],
  printf: [["printf-variable", /^-v$/]],
  local: [["local-option", /^-[a-zA-Z]/]],
  echo: [["echo-option", /^-[nE]*e[neE]*$/]],
  type: [["type-option", /^-[tpPa]+$/]],
  wait: [["wait-any", /^-n$/]],
  "[": [
    ["double-equals", /^==$/],
    ["test-match", /^=~$/],
  ],
  test: [
    ["double-equals", /^==$/],
    ["test-match", /^=~$/],
  ],
};

/** The programs that are looked at. */
export const MAYBE_BASH: readonly string[] = [...Object.keys(BY_NAME), ...Object.keys(BY_WORD), "trap"];

/** Tests look at every word, `set -euo pipefail` too; all others at the options before the first operand. */
const ALL_WORDS: ReadonlySet<string> = new Set(["set", "[", "test"]);

/** What in a command only bash has; a function of the script, or a program behind `sudo` and its like, is not looked at. */
export function bashIn(command: Command, invocation: Invocation): BashCommand[] {
  const { name, program, arguments: words } = invocation;
  // What is called by its path, or through another program, is no built-in.
  if (program.word !== command.words[0] || program.value !== name) return [];
  if (Object.hasOwn(BY_NAME, name)) return [{ feature: BY_NAME[name] ?? "builtin", word: program.word }];
  if (name === "trap") return inTrap(invocation);
  if (!Object.hasOwn(BY_WORD, name)) return [];
  const firstOperand = words.findIndex(({ value }) => !value?.startsWith("-"));
  const seen = ALL_WORDS.has(name) || firstOperand === -1 ? words : words.slice(0, firstOperand);
  return (BY_WORD[name] ?? []).flatMap(([feature, pattern]) => {
    const word = seen.find(({ value }) => value !== undefined && pattern.test(value))?.word;
    return word === undefined ? [] : [{ feature, word }];
  });
}

function inTrap({ arguments: words }: Invocation): BashCommand[] {
  const named = (pattern: RegExp): Argument | undefined =>
    operandsOf(words)
      .slice(1)
      .find(({ value }) => pattern.test(value ?? ""));
  if (hasOption(words, /^-[lp]/)) return [];
  const condition = named(/^(?:ERR|DEBUG|RETURN)$/);
  const signal = named(/^SIG[A-Z]+$/);
  return [
    ...(condition === undefined ? [] : [{ feature: "trap-condition", word: condition.word } as const]),
    ...(signal === undefined ? [] : [{ feature: "signal-name", word: signal.word } as const]),
  ];
}
