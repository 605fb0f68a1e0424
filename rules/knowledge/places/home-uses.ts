/** Commands of `%post` that put something into the home directory, or go there. */
import type { Command, Word } from "#grammar/shell/tree.ts";
import { type Argument, hasOption, type Invocation, operandsOf } from "../shell/invocation.ts";
import type { State } from "../shell/state.ts";

/**
 * `visits`: it goes there or reads from there. `writes`: it puts something into the directory and does not make it.
 * `makes`: it makes the directory where it is missing, or may.
 */
export interface HomeUse {
  readonly word: Word;
  readonly kind: "visits" | "writes" | "makes";
}

/** Where a command uses the home directory, first; undefined for one that only reads, and where the script has set HOME. */
export function homeUseOf(command: Command, invocation: Invocation | undefined, state: State): HomeUse | undefined {
  if (state.variables.has("HOME") || invocation?.environment.has("HOME") === true) return undefined;
  const written = command.redirects.find(
    ({ operator, target }) => isInHome(target) && /^(?:&?>>?|>\|)$/.test(operator),
  );
  if (written?.target !== undefined) return { word: written.target, kind: "writes" };
  if (invocation === undefined) return byAssignment(command);
  return byProgram(invocation);
}

/** `~`, `~/x`, `$HOME` and `$HOME/x`. */
function isInHome(word: Word | undefined): boolean {
  const [first, second] = word?.segments ?? [];
  if (first?.kind === "variable") return first.name === "HOME" && (second === undefined || second.text.startsWith("/"));
  return first?.kind === "text" && !first.quoted && /^~(?:\/|$)/.test(first.text);
}

/** `X=$HOME/x`: what is made of it later lands there; a list of directories only looks there. */
function byAssignment({ assignments }: Command): HomeUse | undefined {
  const found = assignments.find(
    ({ name, value }) => !/PATH$/.test(name) && isInHome(value) && !value?.text.includes(":"),
  );
  return found?.value === undefined ? undefined : { word: found.value, kind: "makes" };
}

const PREFIX =
  /^(?:--?[\w-]*(?:prefix|dir|root)|-DCMAKE_INSTALL_PREFIX(?::PATH)?|prefix|PREFIX|DESTDIR)=(?:\$HOME|\$\{HOME\})(?:\/|$)/;

function byProgram(invocation: Invocation): HomeUse | undefined {
  const { name, arguments: words } = invocation;
  if (name === "cd" && words.length === 0) return { word: invocation.program.word, kind: "visits" };
  if (!words.some(mayBeInHome)) return undefined;
  const operands = operandsOf(words);
  const last = operands.at(-1)?.word;
  const homeOperand = operands.find(({ word }) => isInHome(word))?.word;
  const prefix = words.find(({ word }) => PREFIX.test(word.text.replace(/["']/g, "")))?.word;
  const use = (word: Word | undefined, kind: HomeUse["kind"]) => (word === undefined ? undefined : { word, kind });
  switch (name) {
    case "cd":
    case "pushd":
      return use(homeOperand, "visits");
    case "mkdir":
      return use(homeOperand, hasOption(words, /^-[a-z]*p|^--parents$/) ? "makes" : "writes");
    case "touch":
    case "tee":
      return use(homeOperand, "writes");
    case ".":
    case "source":
      return use(homeOperand, "visits");
    case "cp":
    case "mv":
    case "ln":
    case "install":
      return isInHome(last) ? use(last, "writes") : undefined;
    case "wget":
    case "curl":
    case "tar":
    case "unzip":
      return behindOption(invocation, name);
    case "git":
      return operands[0]?.value === "clone" && isInHome(last) ? use(last, "makes") : undefined;
    default:
      return use(prefix ?? valueOfPrefix(invocation), "makes");
  }
}

/** Most words name nothing in it, nor an option for a place in it. */
function mayBeInHome({ word }: Argument): boolean {
  return isInHome(word) || word.text.includes("HOME");
}

/** Options whose value is where a program writes. */
const TARGETS: Readonly<Record<string, RegExp>> = {
  wget: /^-[a-zA-Z]*O$|^--output-document$/,
  curl: /^-[a-zA-Z]*o$|^--output$/,
  tar: /^-[a-zA-Z]*C$|^--directory$/,
  unzip: /^-[a-z]*d$/,
};

function behindOption({ arguments: words }: Invocation, name: string): HomeUse | undefined {
  const found = words.find((word, at) => TARGETS[name]?.test(words[at - 1]?.word.value ?? "") && isInHome(word.word));
  if (found === undefined) return undefined;
  const makes = name === "unzip" || words.some(({ value }) => value === "--create-dirs");
  return { word: found.word, kind: makes ? "makes" : "writes" };
}

function valueOfPrefix({ arguments: words }: Invocation): Word | undefined {
  const at = words.findIndex(
    ({ word }, index) =>
      /^(?:-[a-zA-Z]*p|--prefix|-t|--target|venv)$/.test(words[index - 1]?.word.value ?? "") && isInHome(word),
  );
  return words[at]?.word;
}

/** Programs that write nothing below the home directory by themselves. */
const LEAVES_HOME_ALONE =
  /^(?:apt|apt-get|aptitude|dpkg|dnf|yum|microdnf|zypper|rpm|apk|echo|printf|export|set|unset|umask|:|true|test|\[|cd|mkdir|cp|mv|rm|ln|chmod|chown|touch|cat|sed|grep|awk|tar|unzip|gunzip|wget|curl|date|ls|pwd|which|locale-gen|update-locale|update-alternatives|ldconfig|make|cmake|configure|sleep|uname|dpkg-reconfigure|ln|tee|find|head|tail|sort)$/;

/** Whether a program may have made the home directory, for its cache or its settings. */
export function mayMakeHome(invocation: Invocation | undefined): boolean {
  return invocation !== undefined && !LEAVES_HOME_ALONE.test(invocation.name);
}
