// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the shell's own
/**
 * What of bash's language dash and busybox's ash do not have, and what they make of it instead: seen on dash 0.5.12 and
 * busybox 1.35, both by running each sample of test/knowledge/shell-dialects.test.ts. The dash of Debian up to 13 and of Ubuntu up to
 * 25.10 is this one.
 */
import type { ConstructKind, Test } from "#grammar/shell/tree.ts";

/** Commands and options that bash has built in. */
export type CommandFeature =
  | "builtin"
  | "coproc"
  | "declare"
  | "double-bracket"
  | "double-equals"
  | "double-parenthesis"
  | "echo-option"
  | "export-function"
  | "let"
  | "local-option"
  | "mapfile"
  | "pipefail"
  | "printf-variable"
  | "pushd"
  | "read-array"
  | "read-option"
  | "shopt"
  | "signal-name"
  | "source"
  | "test-match"
  | "trap-condition"
  | "type-option"
  | "wait-any";

export type Feature = ConstructKind | CommandFeature;

export type PlainShell = "dash" | "ash";

/**
 * `unread`: the shell cannot read it, and the script ends there, whatever stands around it. `ends`: the script ends when it
 * gets there, even where failures are tolerated. `fails`: a command that fails. `misleads`: it runs, and does something else.
 */
export type Outcome = "unread" | "ends" | "fails" | "misleads";

export interface Difference {
  readonly outcome: Outcome;
  /** What the shell says or does. */
  readonly shows: string;
}

export interface Dialect {
  /** The feature as people write it. */
  readonly name: string;
  /** What to write for it in any shell. */
  readonly instead: string;
  readonly dash?: Difference;
  readonly ash?: Difference;
}

const unread = (shows: string): Difference => ({ outcome: "unread", shows });
const ends = (shows: string): Difference => ({ outcome: "ends", shows });
const fails = (shows: string): Difference => ({ outcome: "fails", shows });
const misleads = (shows: string): Difference => ({ outcome: "misleads", shows });

const both = (difference: Difference): Pick<Dialect, "dash" | "ash"> => ({ dash: difference, ash: difference });

const BAD_SUBSTITUTION = ends("Bad substitution");
const UNEXPECTED_PARENTHESIS = unread('Syntax error: "(" unexpected');

export const DIALECTS: Readonly<Record<Feature, Dialect>> = {
  append: { name: "+=", instead: 'Write A="$A..."', ...both(fails("not found")) },
  "append-both": {
    name: "&>>",
    instead: "Write >> FILE 2>&1",
    dash: misleads("it runs the command in the background, writes nothing to the file, and its failure is lost"),
    ash: unread("syntax error: unexpected redirection"),
  },
  "ansi-quote": {
    name: "$'...'",
    instead: 'Write "$(printf ...)"',
    dash: misleads("the $ stays and no escape is read"),
  },
  "arithmetic-for": {
    name: "for ((...))",
    instead: "Write for i in $(seq ...)",
    ...both(unread("Syntax error: Bad for loop variable")),
  },
  array: { name: "an array", instead: "Write a list in a string", ...both(UNEXPECTED_PARENTHESIS) },
  "array-element": { name: "A[i]=", instead: "Write one variable for each value", ...both(fails("not found")) },
  "array-reference": { name: "${A[...]}", instead: "Write $A or a list in a string", ...both(BAD_SUBSTITUTION) },
  "brace-expansion": {
    name: "{a,b}",
    instead: "Write the words out",
    ...both(misleads("it stays one word, braces and all")),
  },
  builtin: { name: "a command of bash's own", instead: "Do without it", ...both(fails("not found")) },
  "case-change": { name: "${A^^}", instead: "Write $(echo $A | tr a-z A-Z)", ...both(BAD_SUBSTITUTION) },
  "case-fallthrough": { name: ";&", instead: "Write the patterns out", ...both(unread("Syntax error")) },
  coproc: { name: "coproc", instead: "Write a pipe", ...both(fails("not found")) },
  declare: { name: "declare", instead: "Write a plain assignment", ...both(fails("not found")) },
  "dollar-bracket": { name: "$[...]", instead: "Write $((...))", ...both(misleads("it stays as it is written")) },
  "double-bracket": {
    name: "[[ ]]",
    instead: "Write [ ] with quoted variables",
    dash: fails("[[: not found"),
  },
  "double-equals": {
    name: "== in [ ]",
    instead: "Write =",
    dash: fails("unexpected operator"),
  },
  "double-parenthesis": {
    name: "((...))",
    instead: "Write [ $((...)) -ne 0 ]",
    ...both(fails("not found")),
  },
  "echo-option": {
    name: "echo -e",
    instead: "Write printf '...\\n'",
    dash: misleads("it prints the -e too"),
  },
  "export-function": { name: "export -f", instead: "Write a script", ...both(ends("Illegal option -f")) },
  "extended-glob": { name: "!(...)", instead: "Write the names out", ...both(UNEXPECTED_PARENTHESIS) },
  "function-keyword": {
    name: "function f",
    instead: "Write f() {",
    dash: unread("Syntax error"),
  },
  "function-name": {
    name: "a function's name with - or .",
    instead: "Write letters, digits and _ only",
    ...both(unread("Syntax error: Bad function name")),
  },
  "here-string": {
    name: "<<<",
    instead: "Write echo ... |",
    ...both(unread("Syntax error: redirection unexpected")),
  },
  increment: {
    name: "$((i++))",
    instead: "Write i=$((i + 1))",
    dash: ends("arithmetic expression: expecting primary"),
  },
  indirection: { name: "${!A}", instead: 'Write eval "..."', ...both(BAD_SUBSTITUTION) },
  let: { name: "let", instead: "Write A=$((...))", dash: fails("let: not found") },
  "local-option": { name: "local -a", instead: "Write local A", ...both(ends("bad variable name")) },
  mapfile: { name: "mapfile", instead: "Write while read -r", ...both(fails("not found")) },
  "parenthesis-in-test": {
    name: "( ) in [[ ]]",
    instead: "Write grep -E, or one [ ] for each part",
    ...both(UNEXPECTED_PARENTHESIS),
  },
  pipefail: {
    name: "set -o pipefail",
    instead: "Write the steps of a pipe one by one",
    dash: ends("set: Illegal option -o pipefail"),
  },
  "pipe-both": { name: "|&", instead: "Write 2>&1 |", ...both(unread('Syntax error: "&" unexpected')) },
  "printf-variable": {
    name: "printf -v",
    instead: "Write A=$(printf ...)",
    dash: fails("Illegal option -v"),
    ash: misleads("it prints and sets nothing"),
  },
  "process-substitution": { name: "<(...)", instead: "Write a pipe or a file", dash: UNEXPECTED_PARENTHESIS },
  pushd: { name: "pushd", instead: "Write cd, or ( cd ... )", ...both(fails("not found")) },
  "read-array": { name: "read -a", instead: "Write read A B", ...both(fails("Illegal option -a")) },
  "read-option": { name: "this option of read", instead: "Write plain read -r", dash: fails("Illegal option") },
  "redirect-both": {
    name: "&>",
    instead: "Write > FILE 2>&1",
    dash: misleads("it runs the command in the background and leaves the file empty, and its failure is lost"),
  },
  "redirect-both-by-number": {
    name: ">& FILE",
    instead: "Write > FILE 2>&1",
    dash: ends("Bad fd number"),
  },
  replacement: { name: "${A//x/y}", instead: "Write $(echo $A | sed ...)", dash: BAD_SUBSTITUTION },
  select: { name: "select", instead: "Write read", ...both(unread('Syntax error: "do" unexpected')) },
  shopt: { name: "shopt", instead: "Do without it", ...both(fails("not found")) },
  "signal-name": { name: "trap ... SIGINT", instead: "Write the name without SIG", dash: fails("bad trap") },
  source: { name: "source", instead: "Write . with a path", dash: fails("source: not found") },
  substring: { name: "${A:0:1}", instead: "Write $(echo $A | cut -c1) or ${A%...}", dash: BAD_SUBSTITUTION },
  "test-match": { name: "=~ in [ ]", instead: "Write grep -E", ...both(fails("unexpected operator")) },
  transformation: { name: "${A@Q}", instead: "Do without it", ...both(BAD_SUBSTITUTION) },
  "trap-condition": { name: "trap ... ERR", instead: "Write trap ... EXIT", dash: fails("bad trap") },
  "type-option": { name: "type -p", instead: "Write command -v", dash: fails("not found") },
  "wait-any": { name: "wait -n", instead: "Write wait", dash: fails("Illegal option -n") },
};

/** The feature that a test is. */
export function featureOfTest({ opener }: Test): CommandFeature {
  if (opener === "[[") return "double-bracket";
  return opener === "((" ? "double-parenthesis" : "coproc";
}
