/**
 * Programs that ask and are no transaction. `conda clean --help` 25; dnf-plugins-core's copr(8) 4.3;
 * add-apt-repository(1) 0.99; the installers of Miniconda and Miniforge (`-h`); rustup-init 1.28 `--help`.
 */
import type { Command } from "#grammar/shell/tree.ts";
import { type Argument, hasOption, type Invocation, operandsOf } from "../shell/invocation.ts";
import { yesOptionOf } from "./answers.ts";
import type { PackageFamily, Transaction } from "./manager.ts";

export interface Question {
  readonly who: string;
  /** Whose settings answer it as well. */
  readonly family?: PackageFamily;
  /** What becomes of it where there is nobody to answer. */
  readonly unanswered: "fails" | "goes-on";
  /** Whether it asks the terminal itself, whatever its input is. */
  readonly readsTerminal?: true;
  /** The words that ask. */
  readonly first: Argument;
  readonly last: Argument;
  /** The option that answers, and the word it stands behind; undefined where there is no such word. */
  readonly option: string;
  readonly behind: Argument | undefined;
}

/** The question of a transaction that nothing answers. */
export function questionOf(transaction: Transaction): Question {
  const { manager, family, invocation, verb = invocation.program } = transaction;
  const { write = "-y", behind = "verb" } = yesOptionOf(transaction) ?? {};
  return {
    who: manager,
    unanswered: family === "conda" ? "goes-on" : "fails",
    first: invocation.program,
    last: verb,
    option: write,
    behind: behind === "verb" ? verb : invocation.program,
  };
}

/** The programs that ask, shells among them, which run a script that does. */
export const ASKING =
  /^(?:conda|mamba|micromamba|dnf|yum|add-apt-repository|apt-add-repository|(?:ba|da|z)?sh)$|\.sh$/i;

/** The question of one of them; undefined where it does not ask. */
export function readQuestion(command: Command, invocation: Invocation): Question | undefined {
  const { name, arguments: words, program } = invocation;
  if (/^(?:conda|mamba|micromamba)$/.test(name)) return verbThatAsks(invocation, "conda", /^clean$/, "goes-on");
  if (/^(?:dnf|yum)$/.test(name)) return verbThatAsks(invocation, "rpm", /^copr$/, "fails");
  if (/^(?:add-apt-repository|apt-add-repository)$/.test(name)) {
    const isAnswered = hasOption(words, /^-[a-zA-Z]*[yrhL]|^--(?:yes|remove|help|list)$/);
    const isOfPerson = operandsOf(words).some(({ value }) => value?.startsWith("ppa:"));
    if (isAnswered || !isOfPerson || invocation.environment.has("FORCE_ADD_APT_REPOSITORY")) return undefined;
    return { who: name, unanswered: "goes-on", first: program, last: program, option: "-y", behind: program };
  }
  return condaInstaller(invocation) ?? rustInstaller(command, invocation);
}

function verbThatAsks(
  { name, arguments: words, program }: Invocation,
  family: PackageFamily,
  verbs: RegExp,
  unanswered: Question["unanswered"],
): Question | undefined {
  const [verb, inner] = operandsOf(words);
  if (verb?.value === undefined || !verbs.test(verb.value)) return undefined;
  if (verb.value === "copr" && inner?.value !== "enable") return undefined;
  if (hasOption(words, /^-[a-zA-Z]*[yh]|^--(?:yes|assumeyes|dry-run|help)$/)) return undefined;
  return { who: `${name} ${verb.value}`, family, unanswered, first: program, last: verb, option: "-y", behind: verb };
}

const INSTALLER = /(?:^|[/_-])(?:(?:mini|ana)conda\d?|miniforge\d?(?:-pypy3)?|mambaforge)(?:[-_.][\w.-]*)?\.sh$/i;

/** `bash Miniforge3-Linux-x86_64.sh`, also run by itself; its option `-b` says that nobody is there. */
function condaInstaller({ name, arguments: words, program }: Invocation): Question | undefined {
  const isShell = /^(?:ba|da|z)?sh$/.test(name);
  const file = isShell ? operandsOf(words)[0] : program;
  if (file?.value === undefined || !INSTALLER.test(file.value)) return undefined;
  const own = isShell ? words.slice(words.indexOf(file) + 1) : words;
  if (own.some(({ value }) => value === undefined || /^-[a-zA-Z]*[bht]/.test(value))) return undefined;
  return { who: "the installer", unanswered: "fails", first: program, last: file, option: "-b", behind: file };
}

/** `curl https://sh.rustup.rs | sh -s -- -y`: it reads the terminal itself. */
function rustInstaller(command: Command, { name, arguments: words, program }: Invocation): Question | undefined {
  if (!/^(?:ba|da)?sh$/.test(name) || words.some(({ value }) => value === undefined || /^-[a-z]*y$/.test(value))) {
    return undefined;
  }
  const { parent, role } = command;
  const source = parent?.kind === "chain" && typeof role === "object" ? parent.members[role.index - 1] : undefined;
  const isRustup = source?.kind === "command" && source.words.some(({ value }) => /\bsh\.rustup\.rs\b/.test(value));
  if (!isRustup) return undefined;
  const option = words.some(({ value }) => value === "--") ? "-y" : words.length > 0 ? "-- -y" : "-s -- -y";
  const behind =
    words.length === 0 || /^-(?:s|-)$/.test(words.at(-1)?.value ?? "") ? (words.at(-1) ?? program) : undefined;
  const who = "rustup's installer";
  return { who, unanswered: "fails", readsTerminal: true, first: program, last: program, option, behind };
}
