// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the shell's own
/** Every line of the table of shell dialects, by the shells themselves where this machine has them. */
import { spawnSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { DIALECTS, type Feature, type Outcome, type PlainShell } from "#rules/knowledge/shell/shell-dialects.ts";

/** A command that uses the feature, and succeeds where there is bash. */
const SAMPLES: Readonly<Record<Feature, string>> = {
  append: "A+=1",
  "append-both": "true &>> /dev/null",
  "ansi-quote": "test $'a' = a",
  "arithmetic-for": "for ((i = 0; i < 1; i++)); do :; done",
  array: "A=(1 2)",
  "array-element": "A[0]=1",
  "array-reference": ": ${A[0]}",
  "brace-expansion": "test $(echo {a,b} | wc -w) = 2",
  builtin: "builtin echo",
  "case-change": ": ${A^^}",
  "case-fallthrough": "case a in a) : ;& b) : ;; esac",
  coproc: "coproc :",
  declare: "declare A=1",
  "dollar-bracket": "test $[1+1] = 2",
  "double-bracket": "[[ a = a ]]",
  "double-equals": "[ a == a ]",
  "double-parenthesis": "(( 1 + 1 ))",
  "echo-option": "test $(echo -e a) = a",
  "export-function": "export -f f",
  "extended-glob": "echo !(x)",
  "function-keyword": "function f { :; }",
  "function-name": "a-b() { :; }",
  "here-string": "cat <<< a",
  increment: "i=1; : $((i++))",
  indirection: "B=A; : ${!B}",
  let: "let A=1",
  "local-option": "g() { local -a A; }; g",
  mapfile: "mapfile A < /dev/null",
  "parenthesis-in-test": "[[ ( a = a ) ]]",
  pipefail: "set -o pipefail",
  "pipe-both": "echo |& cat",
  "printf-variable": "printf -v A x; test $A = x",
  "process-substitution": "cat <(echo)",
  pushd: "pushd /",
  "read-array": "echo 1 | read -a A",
  "read-option": "echo 1 | read -n 1 A",
  "redirect-both": "test -z $(echo a &> /dev/null)",
  "redirect-both-by-number": "echo a >& /dev/null",
  replacement: "A=x; : ${A//x/y}",
  select: "select A in a; do :; done",
  shopt: "shopt -s nullglob",
  "signal-name": "trap : SIGINT",
  source: "source /dev/null",
  substring: "A=x; : ${A:0:1}",
  "test-match": "[ a =~ a ]",
  transformation: "A=x; : ${A@Q}",
  "trap-condition": "trap : ERR",
  "type-option": "type -p cat",
  "wait-any": "sleep 0 & wait -n",
};

interface Seen {
  readonly status: number | null;
  readonly goesOn: boolean;
}

function run(shell: readonly string[], script: string): Seen {
  const [program = "", ...options] = shell;
  const { status, stdout } = spawnSync(program, [...options, "-c", script], {
    encoding: "utf8",
    env: { PATH: process.env.PATH, LC_ALL: "C.UTF-8" },
    input: "",
    timeout: 5000,
  });
  return { status, goesOn: stdout.includes("went on") };
}

/** What comes of a sample, by running it where failures count, where they are tolerated, and where it is never reached. */
function outcomeOf(shell: readonly string[], sample: string): Outcome | undefined {
  // In a subshell, so that what only warns of an unread script elsewhere is seen here too.
  if (!run(shell, `if false; then\n${sample}\nfi\necho went on`).goesOn) return "unread";
  if (!run(shell, `{ ${sample}\n} || :\necho went on`).goesOn) return "ends";
  return run(shell, `set -e\n${sample}\necho went on`).goesOn ? undefined : "fails";
}

const SHELLS: readonly (readonly [PlainShell, readonly string[]])[] = [
  ["dash", ["dash"]],
  ["ash", ["busybox", "ash"]],
];

describe.each(SHELLS)("%s", (shell, command) => {
  const isHere = run(command, "echo went on").goesOn;

  test.skipIf(!isHere).each(Object.keys(SAMPLES) as Feature[])("%s", (feature) => {
    const said = DIALECTS[feature][shell]?.outcome;
    const seen = outcomeOf(command, SAMPLES[feature]);
    // The samples of what misleads are tests that fail, or commands that succeed without what they were to do.
    if (said === "misleads") expect(["fails", undefined]).toContain(seen);
    else expect(seen).toBe(said);
  });
});
