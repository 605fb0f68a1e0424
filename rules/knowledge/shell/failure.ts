/** What a failing command does to the script it stands in. */
import type { Chain, Command, List, ShellNode, Test } from "#grammar/shell/tree.ts";
import type { State } from "./state.ts";

/**
 * Whether the script may go on when a command fails: `set -e` is not in force, or it stands where `set -e` looks away
 * (POSIX, XCU 2.9.4 and `set -e`: conditions, all but the last of an `&&` or `||` list, all but the last of a pipe, `!`).
 */
export function failureIsTolerated(command: Command | Test, state: State): boolean {
  if (state.errexit !== "yes") return true;
  for (let node: ShellNode | undefined = command; node !== undefined; node = node.parent) {
    const { role, negated } = node;
    if (negated || role === "condition" || role === "background" || role === "substitution") return true;
    if (typeof role === "object" && !role.last && !endsOnFailure(node)) return true;
  }
  return false;
}

/** `a || exit 1`, `a && b || exit 1`, also in a group: the script ends by itself. */
export function endsOnFailure({ parent, role }: ShellNode): boolean {
  if (parent?.kind !== "chain" || typeof role !== "object") return false;
  // What fails leaves out all that `&&` ties to it.
  const otherwise = parent.connectors.findIndex((connector, at) => at >= role.index && connector !== "&&");
  if (parent.connectors[otherwise] !== "||") return false;
  const next = parent.members[otherwise + 1];
  const last = next?.kind === "group" ? next.body.at(-1) : next;
  if (last?.kind !== "command") return false;
  const [name, status] = last.words.map(({ value }) => value);
  return name === "false" || ((name === "exit" || name === "return") && status !== "0");
}

/**
 * The `&&` list or the pipe for whose sake a script under `set -e` goes on when a command in it fails and nothing asks for
 * its status. Undefined where the script ends, by itself or with its last list, and where that depends on more than it holds.
 * @param top the script's own list
 */
export function hidingChain(command: Command, state: State, top: List): Chain | undefined {
  if (state.errexit !== "yes") return undefined;
  let hiding: Chain | undefined;
  for (let node: ShellNode | undefined = command; node !== undefined; node = node.parent) {
    const { parent, role, negated } = node;
    if (negated || role === "condition" || role === "background" || role === "substitution") return undefined;
    if (parent?.kind === "chain" && typeof role === "object") {
      if (parent.connectors.slice(role.index).includes("||")) return undefined;
      if (role.last) continue;
      if (role.connector === "&&" || role.connector === "||") hiding ??= parent;
      else if (state.pipefail !== "yes") return state.pipefail === "no" && !isSubstituted(parent) ? parent : undefined;
      continue;
    }
    if (hiding === undefined) return undefined;
    if (role === "loop-body" || listAround(node, top).at(-1) !== node) return hiding;
    // A function that returns a failure fails like any other command.
    if (role === "function-body") return undefined;
    if (role === "subshell" || role === "handed") hiding = undefined;
  }
  return undefined;
}

/** What is read from it is looked at by the command that it stands in. */
function isSubstituted(node: ShellNode): boolean {
  return node.role === "substitution" || (node.parent !== undefined && isSubstituted(node.parent));
}

function listAround(node: ShellNode, top: List): List {
  const lists = node.parent === undefined ? [top] : listsIn(node.parent);
  return lists.find((list) => list.includes(node)) ?? [];
}

function listsIn(node: ShellNode): readonly List[] {
  switch (node.kind) {
    case "conditional":
      return [...node.arms.map(({ body }) => body), node.otherwise ?? []];
    case "case":
      return node.items;
    case "group":
    case "function":
      return [node.body];
    case "command":
      return node.handed.map(({ list }) => list);
    default:
      return [];
  }
}

/** Whether a command stands in an `&&` list before others: where it fails these are left out, and `set -e` lets it pass. */
export function leavesOutTheRest({ parent, role }: Command): boolean {
  return parent?.kind === "chain" && typeof role === "object" && parent.connectors[role.index] === "&&";
}
