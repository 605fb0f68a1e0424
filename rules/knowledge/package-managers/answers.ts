/** The questions of package managers: whether something has answered them before a person must. */
import type { BuildScript } from "#grammar/shell/build-script.ts";
import { type Command, type ShellNode, textsOf } from "#grammar/shell/tree.ts";
import type { ProgramRun } from "../shell/flow.ts";
import type { PackageFamily, Transaction, YesOption } from "./manager.ts";
import { managerNamed, optionManagerNamed } from "./transactions.ts";

/** Where a script first writes a manager's "always yes", by the family of its packages. */
export type Configured = ReadonlyMap<PackageFamily, number>;

/** dnf.conf(5) `assumeyes`, apt.conf(5) `APT::Get::Assume-Yes`, `.condarc`'s `always_yes`. */
const SETTINGS: readonly (readonly [PackageFamily, RegExp])[] = [
  ["rpm", /\bassumeyes\b/i],
  ["deb", /\bAssume-Yes\b/i],
  ["conda", /\balways_yes\b/i],
];

/** Commands of which the words are settings for themselves alone. */
const MANAGER = /^(?:.*\/)?(?:dnf|yum|apt-get|apt|aptitude)$/;

/** The settings that a script writes: by `echo`, `printf`, `sed`, `conda config` or a heredoc. */
export function findConfiguredYes(script: BuildScript): Configured {
  const found = new Map<PackageFamily, number>();
  if (!SETTINGS.some(([, setting]) => setting.test(script.joined.text))) return found;
  for (const command of script.commands) {
    if (MANAGER.test(command.words[0]?.value ?? "")) continue;
    const texts = textsOf(command);
    for (const [family, setting] of SETTINGS) {
      if (!found.has(family) && texts.some((text) => setting.test(text))) found.set(family, command.start);
    }
  }
  return found;
}

/** How a transaction's manager is told to ask nothing; undefined where it asks nothing anyway. */
export function yesOptionOf(transaction: Transaction): YesOption | undefined {
  const { manager, family, action } = transaction;
  if (family === "pip") return action === "remove" ? UNINSTALL : undefined;
  if (manager === "conda" && isOfEnvironment(transaction)) return undefined;
  return (managerNamed(manager) ?? optionManagerNamed(manager))?.yes;
}

/** `conda env create`, which asks nothing in conda itself and in mamba's first version. */
function isOfEnvironment({ invocation, verb }: Transaction): boolean {
  const before = verb === undefined ? [] : invocation.arguments.slice(0, invocation.arguments.indexOf(verb));
  return before.some(({ value }) => value === "env");
}

/** pip(1) 25 `uninstall`. */
const UNINSTALL: YesOption = { options: /^-[a-zA-Z]*y[a-zA-Z]*$|^--yes$/, write: "-y", behind: "verb" };

/** Debian packages that need no other of a minimal image, so that apt-get installs them without a question. */
const NEEDING_NOTHING = /^(?:time|tree|less|bc|nano|zip|unzip|make|screen|ncdu|pigz|pv|patch|sudo|vim-tiny|gawk|m4)$/;

/** Whether apt has nothing to ask about: nothing is named, or what is named brings nothing with it. */
function hasNothingToAsk({ family, action, verb, packages }: Transaction): boolean {
  if (family !== "deb") return false;
  if (action === "install" && packages.length > 0) {
    return verb?.value === "install" && packages.every(({ value }) => NEEDING_NOTHING.test(value ?? ""));
  }
  // Whether something is broken, or nobody's any more, the recipe does not say.
  return action !== "upgrade" && packages.length === 0;
}

/**
 * Whether nothing is left to answer: an option, a setting, a variable or a pipe says yes, or nothing is asked.
 * `DEBIAN_FRONTEND` says nothing: it is for the questions of packages. Undefined where it cannot be known.
 */
export function assumesYes(transaction: Transaction, configured: Configured): boolean | undefined {
  const { command, family, invocation, state, verb } = transaction;
  const yes = yesOptionOf(transaction);
  if (yes === undefined || invocation.arguments.some(({ value }) => value !== undefined && yes.options.test(value))) {
    return true;
  }
  if (hasNothingToAsk(transaction)) return true;
  if (isAlwaysYes(family, { command, invocation, state }, configured)) return true;
  const input = inputOf(command);
  if (input !== "inherited") return input === "answers" ? true : undefined;
  if (transaction.manager === "mamba" && isOfEnvironment(transaction)) return undefined;
  const verbAt = verb === undefined ? -1 : invocation.arguments.indexOf(verb);
  const isHidden = invocation.arguments.some(
    ({ value, word }, at) => value === undefined && (at < verbAt || /opt|flag|arg|yes|@|\*/i.test(word.text)),
  );
  return isHidden ? undefined : false;
}

/** Whether a setting or a variable says yes for all that a family's manager asks. */
export function isAlwaysYes(family: PackageFamily, run: ProgramRun, configured: Configured): boolean {
  const { command, invocation, state } = run;
  if ((configured.get(family) ?? command.start) < command.start) return true;
  const variable = "CONDA_ALWAYS_YES";
  return family === "conda" && (invocation.environment.has(variable) || state.variables.has(variable));
}

/** What a command reads: what the script reads itself, or a pipe or file that answers or may answer. */
export function inputOf(command: Command): "inherited" | "answers" | "unknown" {
  let input: "inherited" | "unknown" = command.heredocs.length > 0 ? "unknown" : "inherited";
  for (let node: ShellNode | undefined = command; node !== undefined; node = node.parent) {
    const before = memberBefore(node);
    if (before?.kind === "command" && /^(?:yes|echo|printf)$/.test(before.words[0]?.value ?? "")) return "answers";
    const isRedirected = "redirects" in node && node.redirects.some(({ operator }) => operator.startsWith("<"));
    if (before !== undefined || isRedirected) input = "unknown";
  }
  return input;
}

/** What writes into the pipe that a node reads. */
function memberBefore({ parent, role }: ShellNode): ShellNode | undefined {
  if (parent?.kind !== "chain" || typeof role !== "object") return undefined;
  const connector = parent.connectors[role.index - 1];
  return connector === "|" || connector === "|&" ? parent.members[role.index - 1] : undefined;
}
