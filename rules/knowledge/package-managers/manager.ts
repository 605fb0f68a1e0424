/** The words for package managers: what a table says of one, and what is read from a command by it. */
import type { Command } from "#grammar/shell/tree.ts";
import type { Argument, Invocation } from "../shell/invocation.ts";
import type { State } from "../shell/state.ts";

/** Whose packages they are: a distribution's, or those of a language or of a tool beside it. */
export type PackageFamily =
  | "rpm"
  | "deb"
  | "apk"
  | "pacman"
  | "pip"
  | "conda"
  | "npm"
  | "r"
  | "cargo"
  | "gem"
  | "go"
  | "spack"
  | "easybuild";

export type TransactionAction = "install" | "group-install" | "upgrade" | "remove";

/** What the words of a transaction say. */
export interface Reading {
  readonly family: PackageFamily;
  readonly action: TransactionAction;
  /** The package words; none for an upgrade of all. Several can come from one word: R's stand in its code. */
  readonly packages: readonly Argument[];
  /** Files that name packages: `-r requirements.txt`, `--file environment.yml`. */
  readonly files: readonly Argument[];
  /** The word that says what to do; undefined where a program does one thing alone. */
  readonly verb: Argument | undefined;
}

/** One run of a package manager that changes what is installed. */
export interface Transaction extends Reading {
  readonly manager: string;
  readonly invocation: Invocation;
  readonly command: Command;
  /** What holds before it. */
  readonly state: State;
}

/** A manager whose first operand is its verb. */
export interface Manager {
  readonly family: PackageFamily;
  /** Options that take the next word as their value. */
  readonly valued: RegExp;
  /** Verbs by what they do; a verb that is not here changes nothing that matters. */
  readonly verbs: Readonly<Record<string, TransactionAction>>;
  /** Verbs that take another verb: `dnf group install`, `conda env create`. */
  readonly verbGroups?: Readonly<Record<string, Readonly<Record<string, TransactionAction>>>>;
  /** Options that make the whole run harmless. */
  readonly harmless?: RegExp;
  /** Options whose value is a file that names packages. */
  readonly files?: RegExp;
  /** Operands that name a package; all where it is not given. */
  readonly packages?: RegExp;
  /** How it is told to ask nothing; undefined for one that never asks. */
  readonly yes?: YesOption;
}

/** How a manager is told to ask nothing. */
export interface YesOption {
  readonly options: RegExp;
  /** The option to write, and where it is understood. */
  readonly write: string;
  readonly behind: "manager" | "verb";
}

/** A manager whose verb is an option. */
export interface OptionManager {
  readonly family: PackageFamily;
  readonly valued: RegExp;
  actionOf(option: string): TransactionAction | undefined;
  readonly harmless?: RegExp;
  readonly yes?: YesOption;
}
