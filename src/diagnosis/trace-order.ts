/** Which command of a script can come after which. */
import type { BuildScript } from "#grammar/shell/build-script.ts";
import { ancestorsOf, type Command, type FunctionDefinition, type ShellNode } from "#grammar/shell/tree.ts";

/** Where the shell stands: a command, and the calls of functions that led to it, the innermost first. */
export interface Position {
  readonly at: number;
  readonly calls: readonly number[];
}

export interface TraceOrder {
  /**
   * The position at a command after another one, as indices into the script's commands; undefined where it cannot come
   * then. `strict`: nothing may lie between that would have left a trace for certain.
   */
  after(position: Position | undefined, next: number, strict: boolean): Position | undefined;
}

/** Deepest nesting of calls that is followed. */
const DEEPEST_CALLS = 16;

/** The order of a script's commands: forward, back in loops and pipes, into functions and out of them again. */
export function orderOf({ commands }: BuildScript): TraceOrder {
  const around = commands.map((command) => [...ancestorsOf(command)]);
  const functions = around.map((nodes) => nodes.find((node): node is FunctionDefinition => node.kind === "function"));

  const isNothingBetween = (from: number, to: number): boolean => {
    const shared = new Set([...(around[from] ?? []), ...(around[to] ?? []), commands[to] as ShellNode]);
    for (let at = from + 1; at < to; at++) {
      const command = commands[at] as Command;
      if (functions[at] !== functions[to] || !leavesTrace(command)) continue;
      if (surelyRunsWithin(command, around[at] ?? [], shared)) return false;
    }
    return true;
  };
  const follows = (from: number, to: number, strict: boolean): boolean => {
    if (to > from) return !strict || isNothingBetween(from, to);
    const command = commands[to] as Command;
    if (to === from && command.assignments.length > 0) return true;
    // A substitution runs before the command that it stands in.
    if (around[from]?.includes(command)) return true;
    return (around[from] ?? []).some((node) => mayGoBack(node) && around[to]?.includes(node));
  };
  /** The index before the first command of a function. */
  const startOf = (body: FunctionDefinition): number => commands.findIndex(({ start }) => start >= body.start) - 1;
  const surelyLeavesTrace = (body: FunctionDefinition): boolean =>
    commands.some(
      (command, at) =>
        functions[at] === body && leavesTrace(command) && surelyRunsWithin(command, around[at] ?? [], new Set([body])),
    );
  const byName = new Map(functions.flatMap((body) => (body === undefined ? [] : [[body.name, body]])));
  const calledAt = commands.map(({ words }) => byName.get(words[0]?.value ?? ""));

  return {
    after(position, next, strict) {
      const body = functions[next];
      if (position === undefined) {
        const reached = body === undefined && (!strict || isNothingBetween(-1, next));
        return reached ? { at: next, calls: [] } : undefined;
      }
      let { at, calls } = position;
      const called = calledAt[at];
      if (called !== undefined) {
        const entered = body === called && (!strict || isNothingBetween(startOf(called), next));
        if (entered) return { at: next, calls: [at, ...calls].slice(0, DEEPEST_CALLS) };
        if (strict && surelyLeavesTrace(called)) return undefined;
      }
      for (;;) {
        if (functions[at] === body && follows(at, next, strict)) return { at: next, calls };
        const [call, ...outer] = calls;
        if (call === undefined) return undefined;
        at = call;
        calls = outer;
      }
    },
  };
}

/** Whether a command leaves a line: one that only redirects does not, nor does a script that another shell runs. */
function leavesTrace({ words, assignments, role }: Command): boolean {
  return words.length + assignments.length > 0 && role !== "handed";
}

function mayGoBack(node: ShellNode): boolean {
  return (
    node.kind === "loop" ||
    (node.kind === "chain" && node.connectors.every((connector) => connector.startsWith("|") && connector !== "||"))
  );
}

/** Whether nothing between a command and the shared nodes around it decides if it runs, or hides its trace. */
function surelyRunsWithin(command: Command, around: readonly ShellNode[], shared: ReadonlySet<ShellNode>): boolean {
  for (const node of [command, ...around]) {
    if (shared.has(node)) return true;
    if (!isUnconditional(node) || (node.kind === "group" && node.redirects.length > 0)) return false;
  }
  return true;
}

function isUnconditional(node: ShellNode): boolean {
  const { role, parent } = node;
  if (typeof role === "object") return role.index === 0;
  // The condition of an `elif` is asked only where those before it fail.
  if (role === "condition") return parent?.kind !== "conditional" || parent.arms[0]?.condition.includes(node) === true;
  return /^(?:statement|group|subshell|substitution|function-body)$/.test(role);
}
