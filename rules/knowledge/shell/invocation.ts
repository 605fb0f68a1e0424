/** Which program a command runs, and with which arguments: behind variables, absolute paths and wrapping commands. */
import type { Command, Word } from "#grammar/shell/tree.ts";
import type { Variables } from "./state.ts";

export interface Argument {
  /** The value, or undefined where an expansion hides it. */
  readonly value: string | undefined;
  /** The word it comes from; one word with a variable can give several arguments. */
  readonly word: Word;
}

export interface Invocation {
  /** The program's name without its directory. */
  readonly name: string;
  /** The program's word. */
  readonly program: Argument;
  readonly arguments: readonly Argument[];
  /** Names set for this command alone, by `A=1 cmd` or `env A=1 cmd`, with their values where known. */
  readonly environment: ReadonlyMap<string, string | undefined>;
  /** The programs that run it, from the outermost to the nearest. */
  readonly wrappers: readonly Wrapper[];
}

/** A program that runs another: `sudo`, `env`. */
export interface Wrapper {
  readonly name: string;
  readonly program: Argument;
  /** Its own words, up to those of the program that it runs. */
  readonly arguments: readonly Argument[];
}

type Environment = Invocation["environment"];

/** The words of the command that a wrapper runs, and the variables set for it. */
interface Wrapped {
  readonly words: Argument[];
  readonly environment: Environment;
}

/** Commands that run another: their options with a value, and how many operands stand before that command. */
const WRAPPERS: Readonly<Record<string, { readonly valued?: RegExp; readonly operands?: number }>> = {
  sudo: { valued: /^-[ugpCDRThU]$|^--(?:user|group|prompt|host|chdir|chroot)$/ },
  env: { valued: /^-[uC]$|^--(?:unset|chdir)$/ },
  nice: { valued: /^-n$|^--adjustment$/ },
  ionice: { valued: /^-[cnp]$/ },
  nohup: {},
  time: { valued: /^-[fo]$/ },
  command: {},
  exec: { valued: /^-a$/ },
  builtin: {},
  eatmydata: {},
  fakeroot: { valued: /^-[lsib]$/ },
  setsid: {},
  stdbuf: { valued: /^-[ioe]$/ },
  // What it adds to the command comes from its input: not known.
  xargs: { valued: /^-[adEIiLnPs]$|^--(?:arg-file|delimiter|max-args|max-procs|max-lines|max-chars|replace)$/ },
  timeout: { valued: /^-[ks]$|^--(?:kill-after|signal)$/, operands: 1 },
};

/** `conda run -n NAME CMD`: the wrapper's own sub-command comes first. */
const RUNNERS: Readonly<Record<string, RegExp>> = {
  conda: /^-[np]$|^--(?:name|prefix|cwd)$/,
  mamba: /^-[npe]$|^--(?:name|prefix|cwd|env)$/,
  micromamba: /^-[npe]$|^--(?:name|prefix|cwd|env)$/,
};

/** What a command runs, or undefined for bare assignments and for a program that is not known. */
export function readInvocation(command: Command, variables: Variables): Invocation | undefined {
  let rest = expandWords(command.words, variables);
  if (rest[0]?.value === undefined) return undefined;
  let environment = environmentOf(command, variables);
  let wrappers: readonly Wrapper[] = NO_WRAPPERS;
  for (;;) {
    const program = rest[0];
    if (program?.value === undefined) return undefined;
    const name = program.value.slice(program.value.lastIndexOf("/") + 1);
    const wrapped = WRAPPING.has(name) ? innerCommand(name, rest, environment) : undefined;
    if (wrapped !== undefined) environment = wrapped.environment;
    if (wrapped === undefined || wrapped.words.length === 0) {
      return { name, program, arguments: rest.slice(1), environment, wrappers };
    }
    wrappers = [...wrappers, { name, program, arguments: rest.slice(1, rest.length - wrapped.words.length) }];
    rest = wrapped.words;
  }
}

function environmentOf({ assignments }: Command, variables: Variables): Environment {
  if (assignments.length === 0) return EMPTY;
  const environment = new Map<string, string | undefined>();
  for (const { name, value } of assignments) environment.set(name, value && resolveWord(value, variables));
  return environment;
}

/** Most commands set no variable and have no wrapper: they share these. */
const EMPTY: Environment = new Map();
const NO_WRAPPERS: readonly Wrapper[] = [];

const WRAPPING: ReadonlySet<string> = new Set([...Object.keys(WRAPPERS), ...Object.keys(RUNNERS)]);

function innerCommand(name: string, words: readonly Argument[], environment: Environment): Wrapped | undefined {
  const valued = Object.hasOwn(RUNNERS, name) ? RUNNERS[name] : undefined;
  if (valued !== undefined && words[1]?.value === "run") return skipWrapper(words.slice(1), { valued }, environment);
  // `command -v` asks and runs nothing.
  if (name === "command" && /^-[vV]/.test(words[1]?.value ?? "")) return undefined;
  const wrapper = Object.hasOwn(WRAPPERS, name) ? WRAPPERS[name] : undefined;
  return wrapper && skipWrapper(words, wrapper, environment);
}

function skipWrapper(
  words: readonly Argument[],
  { valued, operands = 0 }: { readonly valued?: RegExp; readonly operands?: number },
  before: Environment,
): Wrapped {
  const environment = new Map(before);
  let at = 1;
  for (; at < words.length; at++) {
    const value = words[at]?.value;
    if (value === undefined) break;
    const assignment = /^([A-Za-z_]\w*)=(.*)$/s.exec(value);
    if (assignment !== null) environment.set(assignment[1] ?? "", assignment[2]);
    else if (!value.startsWith("-") || value === "-") break;
    else if (value === "--") {
      at += 1;
      break;
    } else if (valued?.test(value)) at += 1;
  }
  return { words: words.slice(at + operands), environment };
}

/** The value of a word as one string, or undefined where it is not known. Globs stand as written. */
export function resolveWord(word: Word, variables: Variables): string | undefined {
  if (word.literal) return word.value;
  let value = "";
  for (const segment of word.segments) {
    const part =
      segment.kind === "variable"
        ? variables.get(segment.name)
        : segment.kind === "unknown"
          ? valueOfSubstitution(segment.text)
          : segment.text;
    if (part === undefined) return undefined;
    value += part;
  }
  return value;
}

/** Without another directory mktemp makes its own in /tmp. */
function valueOfSubstitution(text: string): string | undefined {
  return /^(?:\$\(|`)\s*mktemp(?:\s+(?:-d|--directory))?\s*[)`]$/.test(text) ? "/tmp/tmp.XXXXXXXXXX" : undefined;
}

function expandWords(words: readonly Word[], variables: Variables): Argument[] {
  const expanded: Argument[] = [];
  for (const word of words) {
    if (word.literal) expanded.push({ value: word.value, word });
    else expanded.push(...expandWord(word, variables));
  }
  return expanded;
}

/** The arguments that a word becomes: an unquoted variable is split at white space, as a shell does. */
export function expandWord(word: Word, variables: Variables): Argument[] {
  if (word.literal) return [{ value: word.value, word }];
  const value = resolveWord(word, variables);
  const splits = word.segments.some((segment) => segment.kind === "variable" && !segment.quoted);
  if (value === undefined || !splits) return [{ value, word }];
  return value
    .split(/[ \t\n]+/)
    .filter((part) => part !== "")
    .map((part) => ({ value: part, word }));
}

/** A word's value with what is not known left as it is written: good for looking at how it begins or ends. */
export function partialValue(word: Word, variables: Variables): string {
  if (word.literal) return word.value;
  return word.segments
    .map((segment) => (segment.kind === "variable" ? (variables.get(segment.name) ?? segment.text) : segment.text))
    .join("");
}

/** The words that are neither options nor values of the options that `valued` names. */
export function operandsOf(words: readonly Argument[], valued?: RegExp): Argument[] {
  const operands: Argument[] = [];
  let optionsEnded = false;
  for (let at = 0; at < words.length; at++) {
    const word = words[at];
    if (word === undefined) continue;
    const { value = "" } = word;
    if (optionsEnded || !value.startsWith("-") || value === "-") operands.push(word);
    else if (value === "--") optionsEnded = true;
    else if (valued?.test(value)) at += 1;
  }
  return operands;
}

/** Whether an option is given before `--`. */
export function hasOption(words: readonly Argument[], option: RegExp): boolean {
  const end = words.findIndex((word) => word.value === "--");
  return (end === -1 ? words : words.slice(0, end)).some(({ value }) => value?.startsWith("-") && option.test(value));
}

/** Whether one of the arguments is just this word. */
export function hasWord({ arguments: words }: Invocation, wanted: string): boolean {
  return words.some(({ value }) => value === wanted);
}

/** Whether the program is the system's own of its name, found by `PATH` or named in a directory of the system. */
export function isSystemProgram({ name, program: { value = "" } }: Invocation): boolean {
  return value === name || /^\/(?:usr\/)?s?bin\/[^/]+$/.test(value);
}
