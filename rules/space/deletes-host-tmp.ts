import type { Command } from "#grammar/shell/tree.ts";
import { type Draft, defineRule, type Edit, type Fix } from "../define-rule.ts";
import type { ScriptContext } from "../document.ts";
import { removeCommand, removeWords } from "../edits/remove.ts";
import { type Argument, expandWord, type Invocation, operandsOf, partialValue } from "../knowledge/invocation.ts";
import type { State } from "../knowledge/state.ts";

function* check(command: Command, ctx: ScriptContext): Iterable<Draft> {
  const { state, invocation } = ctx.flow.runsOf(command)[0] ?? {};
  if (state === undefined || invocation === undefined || state.reached === "no") return;
  const operands = deletedOperands(invocation);
  const doomed = operands.filter((operand) => isHostTmp(pathOf(operand, state)));
  const [first, last] = [doomed[0], doomed.at(-1)];
  if (first === undefined || last === undefined) return;
  const fix = spare(command, ctx, operands, doomed, invocation.name);
  yield {
    range: { start: Math.min(first.word.start, last.word.start), end: Math.max(first.word.end, last.word.end) },
    message: `This deletes files of the host: /tmp and /var/tmp are the host's own during %post, and nothing in them gets into the image. Other jobs' files go, and with $TMPDIR bound there the build itself. Delete only what the recipe has made.`,
    ...(fix === undefined ? {} : { fix }),
  };
}

/** What a command deletes with all that is in it: the operands of `rm -r`, of `rm` with a glob, and the roots of `find -delete`. */
function deletedOperands(invocation: Invocation): readonly Argument[] {
  if (invocation.name === "rm") return operandsOf(invocation.arguments);
  return invocation.name === "find" ? rootsOfDeletingFind(invocation) : [];
}

/** Tests that pick files by what they are, so that not all of a directory goes. */
const PICKS = /^-(?:i?name|i?path|i?wholename|i?regex|i?lname|user|uid|group|gid|newer\w*|samefile|inum|size|perm)$/;

function rootsOfDeletingFind({ arguments: words }: Invocation): readonly Argument[] {
  const values = words.map(({ value }) => value ?? "");
  const removes = values.some(
    (value, at) => /^-(?:exec|execdir|ok)$/.test(value) && /^(?:.*\/)?rm$/.test(values[at + 1] ?? ""),
  );
  if (!(values.includes("-delete") || removes) || values.some((value) => PICKS.test(value))) return [];
  const expression = values.findIndex((value) => /^[-(!]/.test(value) && !/^-[HLPO]/.test(value));
  return words.slice(0, expression === -1 ? words.length : expression);
}

/** The path as far as it is known, absolute where the working directory is. */
function pathOf({ value, word }: Argument, state: State): string {
  const path = value ?? partialValue(word, state.variables);
  if (path.startsWith("/") || state.directory === undefined || /^[$~]/.test(path)) return path;
  return `${state.directory.replace(/\/$/, "")}/${path.replace(/^\.\//, "")}`;
}

/** `/tmp`, `/tmp/`, `/tmp/*`, `/tmp/.*`, `/tmp/{*,.*}` and the like; not `/tmp/mine`, nor `/tmp/mine*`. */
function isHostTmp(path: string): boolean {
  return /^\/(?:var\/)?tmp(?:\/+(?:\.?\*+|\.\??\*?|\.\[[^\]]*\]\*?|\.\?\?\*|\{[*.,?[\]!^]*\})?)*$/.test(
    path.replace(/\/+/g, "/"),
  );
}

/** Takes the words out, or the command when it would delete nothing more. */
function spare(
  command: Command,
  ctx: ScriptContext,
  operands: readonly Argument[],
  doomed: readonly Argument[],
  name: string,
): Fix | undefined {
  const { source } = ctx.document;
  const words = [...new Set(doomed.map(({ word }) => word))];
  const isWhole = words.every((word) => expandWord(word, new Map()).length === 1 && word.literal && !word.templated);
  if (!isWhole) return undefined;
  let edits: readonly Edit[];
  if (doomed.length < operands.length && name === "rm") edits = removeWords(source, words);
  else {
    const removal = removeCommand(source, command);
    if (removal === undefined) return undefined;
    edits = [removal];
  }
  return { title: "Leave the host's temporary files alone", safety: "unsafe", edits };
}

export default defineRule({
  meta: {
    code: "DF203",
    name: "deletes-host-tmp",
    summary: "Delete nothing of the host's /tmp and /var/tmp",
    why: `During \`%post\` the host's \`/tmp\` and \`/var/tmp\` are mounted in the container, so \`rm -rf /tmp/*\` deletes files of the host: those of your
other jobs, of your editor and your ssh agent, and, where Apptainer's own temporary directory lies there, the image that is being built.
It cleans nothing, since nothing of these directories gets into the image. Delete only what the recipe itself has made, or work in a directory
of \`mktemp -d\`.`,
    severity: "warning",
    confidence: "high",
    fix: "unsafe",
    modes: {
      root: "lost",
      subuid: "lost",
      userns: "lost",
      "userns-fakeroot": "lost",
      "suid-fakeroot": "lost",
      proot: "lost",
    },
    since: "0.1.0",
    sources: [
      "apptainer/singularity#2538",
      "apptainer/singularity#1349",
      "Apptainer 1.4.5, run: rm -rf /tmp/* in %post deleted a file of the host",
    ],
  },
  on: { postCommand: check },
});
