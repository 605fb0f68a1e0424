/** Package managers: which words of a command are its verb and its packages, and what the command does with them. */
import type { Command } from "#grammar/shell/tree.ts";
import type { Flow } from "../shell/flow.ts";
import { type Argument, type Invocation, operandsOf } from "../shell/invocation.ts";
import type { State } from "../shell/state.ts";
import { readEasyBuild } from "./easybuild.ts";
import { LANGUAGE_MANAGERS } from "./languages.ts";
import type { Manager, OptionManager, PackageFamily, Reading, Transaction } from "./manager.ts";
import { PYTHON_INSTALLERS, readPythonInstall } from "./pip.ts";
import { R_PROGRAMS, readRInstall } from "./r.ts";
import { OPTION_MANAGERS, SYSTEM_MANAGERS } from "./system.ts";

export type { PackageFamily, Transaction, TransactionAction } from "./manager.ts";

const SYSTEM_FAMILIES: ReadonlySet<PackageFamily> = new Set(["rpm", "deb", "apk", "pacman"]);

/** Whether a transaction is one of the distribution's own packages, which run scripts of theirs as root. */
export function isOfSystem({ family }: Pick<Transaction, "family">): boolean {
  return SYSTEM_FAMILIES.has(family);
}

/** The table of a manager whose first operand is its verb. */
export function managerNamed(name: string): Manager | undefined {
  if (Object.hasOwn(SYSTEM_MANAGERS, name)) return SYSTEM_MANAGERS[name];
  return Object.hasOwn(LANGUAGE_MANAGERS, name) ? LANGUAGE_MANAGERS[name] : undefined;
}

/** The table of a manager whose verb is an option. */
export function optionManagerNamed(name: string): OptionManager | undefined {
  return Object.hasOwn(OPTION_MANAGERS, name) ? OPTION_MANAGERS[name] : undefined;
}

/** The transaction that a command makes, or undefined for any other command and for queries and clean-ups. */
export function readTransaction(command: Command, invocation: Invocation, state: State): Transaction | undefined {
  const read = readWords(command, invocation);
  return read && { manager: invocation.name, ...read, invocation, command, state };
}

function readWords(command: Command, invocation: Invocation): Reading | undefined {
  const { name } = invocation;
  const manager = managerNamed(name);
  if (manager !== undefined) return byVerb(manager, invocation);
  const byOptions = optionManagerNamed(name);
  if (byOptions !== undefined) return byOption(byOptions, invocation);
  if (name === "eb") return readEasyBuild(invocation);
  if (PYTHON_INSTALLERS.test(name)) return readPythonInstall(invocation);
  return R_PROGRAMS.has(name) ? readRInstall(command, invocation) : undefined;
}

function byVerb(manager: Manager, { arguments: words }: Invocation): Reading | undefined {
  if (words.some(({ value }) => value !== undefined && manager.harmless?.test(value))) return undefined;
  const operands = operandsOf(words, manager.valued);
  // A word before the verb that no package could be: `cargo +nightly install`.
  while (operands[0]?.value !== undefined && manager.packages?.test(operands[0].value) === false) operands.shift();
  const [verb, ...rest] = operands;
  if (verb?.value === undefined) return undefined;
  const { family } = manager;
  const group = manager.verbGroups?.[verb.value];
  if (group !== undefined) {
    const inner = rest[0];
    const action = ownValue(group, inner?.value);
    if (action === undefined) return undefined;
    return { family, action, verb: inner, packages: rest.slice(1), files: filesOf(words, manager) };
  }
  const action = ownValue(manager.verbs, verb.value);
  if (action === undefined) return undefined;
  const packages = rest.filter(({ value }) => value === undefined || manager.packages?.test(value) !== false);
  const isGroup =
    SYSTEM_FAMILIES.has(family) &&
    action === "install" &&
    packages.some(({ value }) => value?.startsWith("@") || value === "pattern");
  return { family, action: isGroup ? "group-install" : action, verb, packages, files: filesOf(words, manager) };
}

function ownValue<Value>(table: Readonly<Record<string, Value>>, key: string | undefined): Value | undefined {
  return key !== undefined && Object.hasOwn(table, key) ? table[key] : undefined;
}

/** The values of options that name files: the next word, or what stands behind `=`. */
function filesOf(words: readonly Argument[], { files }: Manager): readonly Argument[] {
  if (files === undefined) return [];
  return words.flatMap((word, at): Argument[] => {
    if (files.test(words[at - 1]?.value ?? "")) return [word];
    const [option, value] = /^(--[a-z-]+)=(.+)$/.exec(word.value ?? "")?.slice(1) ?? [];
    return option !== undefined && files.test(option) ? [{ value, word: word.word }] : [];
  });
}

function byOption(manager: OptionManager, { arguments: words }: Invocation): Reading | undefined {
  const isHarmless = ({ value = "" }: Argument) => /^--root(?:=|$)/.test(value) || manager.harmless?.test(value);
  if (words.some(isHarmless)) return undefined;
  const actions = words.map(({ value }) => (value === undefined ? undefined : manager.actionOf(value)));
  const at = actions.findIndex((found) => found !== undefined);
  const action = actions[at];
  const packages = operandsOf(words, manager.valued);
  return action && { family: manager.family, action, verb: words[at], packages, files: [] };
}

/** Whether the packages' own scripts are left out of a transaction. */
export function runsScriptlets({ invocation }: Transaction): boolean {
  return !invocation.arguments.some(({ value = "" }) => /^--(?:no(?:scripts|pre))$|tsflags=\S*noscripts/.test(value));
}

/** All transactions of a script in file order, a command in a loop once for each way to run it. */
export function transactionsOf(flow: Flow): Transaction[] {
  return flow.programs.flatMap(({ command, state, invocation }) => readTransaction(command, invocation, state) ?? []);
}
