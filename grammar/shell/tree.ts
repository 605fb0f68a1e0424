/**
 * The tree of a shell script. All ranges are UTF-16 offsets into the definition file. Which parser made it is known
 * to `adapt.ts` alone.
 */
import type { Range } from "../source.ts";

/** A part of a word's value. */
export type Segment =
  | { readonly kind: "text"; readonly text: string; readonly quoted: boolean }
  | { readonly kind: "glob"; readonly text: string }
  /** `$name` or `${name}`, without any operation. */
  | { readonly kind: "variable"; readonly name: string; readonly text: string; readonly quoted: boolean }
  /** A substitution, arithmetic, or `${name...}` with an operation: its value is unknown. */
  | { readonly kind: "unknown"; readonly text: string; readonly quoted: boolean };

export interface Word extends Range {
  /** What stands in the file. */
  readonly text: string;
  /** The value without quotes and with build arguments put in; expansions stand in it as written. */
  readonly value: string;
  /** Whether the value holds no expansion: what is read is what the command gets, but for globs. */
  readonly literal: boolean;
  /** Whether a `{{ }}` stands in it: no edit may touch it. */
  readonly templated: boolean;
  readonly segments: readonly Segment[];
}

export interface Assignment extends Range {
  readonly name: string;
  /** Undefined for an array. */
  readonly value: Word | undefined;
  readonly append: boolean;
}

export interface Redirect extends Range {
  readonly operator: string;
  readonly target: Word | undefined;
}

export interface Heredoc extends Range {
  readonly delimiter: string;
  /** The body without the line that closes it. */
  readonly body: Range & { readonly text: string };
  /** Whether expansions in the body are left alone. */
  readonly quoted: boolean;
  /** False when the file ends before the delimiter comes. */
  readonly closed: boolean;
}

export type Connector = "&&" | "||" | "|" | "|&";

/** Where a node stands in its parent. */
export type Role =
  | "statement"
  | "background"
  | "condition"
  | "branch"
  | "loop-body"
  | "function-body"
  | "subshell"
  | "group"
  | "case-item"
  | "substitution"
  /** In a script that its parent hands to another shell. */
  | "handed"
  /** In a chain; the connector is the one before it, for the first member the one behind. */
  | { readonly connector: Connector; readonly index: number; readonly last: boolean };

interface NodeBase extends Range {
  /** The node that contains this one; undefined at the top of the script. */
  readonly parent: ShellNode | undefined;
  readonly role: Role;
  readonly negated: boolean;
}

export interface Command extends NodeBase {
  readonly kind: "command";
  /** The command's name and its arguments; empty for bare assignments and redirects. */
  readonly words: readonly Word[];
  /** `A=1` before the name. */
  readonly assignments: readonly Assignment[];
  readonly redirects: readonly Redirect[];
  readonly heredocs: readonly Heredoc[];
  /** Scripts in `$( )`, backquotes and `<( )` of its words, which run before it. */
  readonly substitutions: readonly List[];
  /** Scripts that it hands to another shell: `bash -c '...'` and `bash <<'EOF'`. */
  readonly handed: readonly Handed[];
}

/** A script inside a word or a heredoc. */
export interface Handed extends Range {
  readonly list: List;
  /** Whether the shell that gets it stops at a failing command. */
  readonly errexit: boolean;
}

/** Commands joined by `&&` and `||`, or by `|`. */
export interface Chain extends NodeBase {
  readonly kind: "chain";
  readonly connectors: readonly Connector[];
  readonly members: readonly ShellNode[];
}

export interface Conditional extends NodeBase {
  readonly kind: "conditional";
  readonly arms: readonly { readonly condition: List; readonly body: List }[];
  readonly otherwise: List | undefined;
}

export interface Loop extends NodeBase {
  readonly kind: "loop";
  /** The variable of a `for` or `select`, and its words; undefined words mean the positional parameters. */
  readonly variable: string | undefined;
  readonly words: readonly Word[] | undefined;
  readonly condition: List | undefined;
  readonly body: List;
}

export interface CaseOf extends NodeBase {
  readonly kind: "case";
  readonly word: Word;
  readonly items: readonly List[];
}

/** `( )` or `{ }`. */
export interface Group extends NodeBase {
  readonly kind: "group";
  readonly subshell: boolean;
  readonly body: List;
  readonly redirects: readonly Redirect[];
}

export interface FunctionDefinition extends NodeBase {
  readonly kind: "function";
  readonly name: string;
  readonly body: List;
}

/** `[[ ]]`, `(( ))` and what else runs no command of its own. */
export interface Test extends NodeBase {
  readonly kind: "test";
  readonly opener: "[[" | "((" | "coproc";
}

/** Syntax that bash has and POSIX has not. */
export type ConstructKind =
  | "append"
  | "append-both"
  | "ansi-quote"
  | "arithmetic-for"
  | "array"
  | "array-element"
  | "array-reference"
  | "brace-expansion"
  | "case-change"
  | "case-fallthrough"
  | "dollar-bracket"
  | "extended-glob"
  | "function-keyword"
  | "function-name"
  | "here-string"
  | "increment"
  | "indirection"
  | "parenthesis-in-test"
  | "pipe-both"
  | "process-substitution"
  | "redirect-both"
  | "redirect-both-by-number"
  | "replacement"
  | "select"
  | "substring"
  | "transformation";

export interface Construct extends Range {
  readonly kind: ConstructKind;
}

export type ShellNode = Command | Chain | Conditional | Loop | CaseOf | Group | FunctionDefinition | Test;

/** Nodes that run one after the other. */
export type List = readonly ShellNode[];

/** A `#` comment, without the line end. */
export interface ShellComment extends Range {
  readonly text: string;
}

export interface ShellTree {
  readonly list: List;
  /** All commands in file order, those in substitutions and handed scripts included. */
  readonly commands: readonly Command[];
  /** Where they start, in the same order. */
  readonly starts: readonly number[];
  readonly comments: readonly ShellComment[];
  /** The scripts that its commands hand to other shells. */
  readonly handed: readonly Handed[];
  /** Its tests in file order. */
  readonly tests: readonly Test[];
  /** What of its syntax is bash's alone, in file order; looked for on first use. */
  readonly constructs: readonly Construct[];
  readonly errors: readonly { readonly message: string; readonly offset: number }[];
}

/** The outermost node that contains a node: what an insertion must go before, to stand outside of loops and chains. */
export function outermostOf(node: ShellNode): ShellNode {
  let outermost = node;
  while (outermost.parent !== undefined) outermost = outermost.parent;
  return outermost;
}

/** The nodes around a node, from the nearest to the outermost. */
export function* ancestorsOf(node: ShellNode): Generator<ShellNode> {
  for (let at = node.parent; at !== undefined; at = at.parent) yield at;
}

/** Whether a node runs in another shell than the script's own: in a subshell, a substitution or a script that is handed on. */
export function runsInOtherShell(node: ShellNode): boolean {
  return [node, ...ancestorsOf(node)].some(({ role }) => /^(?:substitution|subshell|handed)$/.test(String(role)));
}

/** Its words, the values of its assignments and the targets of its redirects. */
export function wordsOf({ words, assignments, redirects }: Command): readonly Word[] {
  if (assignments.length === 0 && redirects.length === 0) return words;
  return [
    ...words,
    ...assignments.flatMap(({ value }) => value ?? []),
    ...redirects.flatMap(({ target }) => target ?? []),
  ];
}

/** What its words and its heredocs say. */
export function textsOf({ words, heredocs }: Command): string[] {
  return [...words.map(({ value }) => value), ...heredocs.map(({ body }) => body.text)];
}

/** All nodes of a list and inside of them, each before what it contains; not those in substitutions and handed scripts. */
export function* nodesIn(list: List): Generator<ShellNode> {
  for (const node of list) {
    yield node;
    for (const inner of bodiesOf(node)) yield* nodesIn(inner);
  }
}

function bodiesOf(node: ShellNode): readonly List[] {
  switch (node.kind) {
    case "command":
    case "test":
      return [];
    case "chain":
      return [node.members];
    case "conditional":
      return [...node.arms.flatMap(({ condition, body }) => [condition, body]), node.otherwise ?? []];
    case "loop":
      return [node.condition ?? [], node.body];
    case "case":
      return node.items;
    case "group":
    case "function":
      return [node.body];
  }
}
