/** What a failing command does to the script it stands in. */
import type { Command, ShellNode } from "#grammar/shell/tree.ts";
import type { State } from "./state.ts";

/**
 * Whether the script may go on when a command fails: `set -e` is not in force, or it stands where `set -e` looks away
 * (POSIX, XCU 2.9.4 and `set -e`: conditions, all but the last of an `&&` or `||` list, all but the last of a pipe, `!`).
 */
export function failureIsTolerated(command: Command, state: State): boolean {
  if (state.errexit !== "yes") return true;
  for (let node: ShellNode | undefined = command; node !== undefined; node = node.parent) {
    const { role, negated } = node;
    if (negated || role === "condition" || role === "background" || role === "substitution") return true;
    if (typeof role === "object" && !role.last && !endsOnFailure(node)) return true;
  }
  return false;
}

/** `a || exit 1`, also in a group: the script ends by itself. */
function endsOnFailure({ parent, role }: ShellNode): boolean {
  if (parent?.kind !== "chain" || typeof role !== "object" || parent.connectors[role.index] !== "||") return false;
  const next = parent.members[role.index + 1];
  const last = next?.kind === "group" ? next.body.at(-1) : next;
  if (last?.kind !== "command") return false;
  const [name, status] = last.words.map(({ value }) => value);
  return name === "false" || ((name === "exit" || name === "return") && status !== "0");
}
