import type { Command, Word } from "#grammar/shell/tree.ts";
import { spanOf } from "#grammar/source.ts";
import { type Draft, defineRule, type Fix, inEveryMode } from "../define-rule.ts";
import type { ScriptContext } from "../document.ts";
import { removeCommand, removeWords } from "../edits/remove.ts";
import { isAllOfHostTmp } from "../knowledge/places/host-tmp.ts";
import { type Argument, hasOption, type Invocation, operandsOf } from "../knowledge/shell/invocation.ts";
import { pathAsKnown } from "../knowledge/shell/paths.ts";

/** One finding a command, whichever way it runs. */
function* check(ctx: ScriptContext): Iterable<Draft> {
  let told: Command | undefined;
  for (const { command, state, invocation } of ctx.flow.programsNamed("rm", "find")) {
    const operands = command === told ? [] : deletedOperands(invocation);
    const doomed = operands.filter((operand) => isAllOfHostTmp(pathAsKnown(operand, state)));
    const words = doomed.map(({ word }) => word);
    if (words.length === 0) continue;
    told = command;
    yield {
      range: spanOf(words),
      message: MESSAGE,
      fix: spare(command, ctx, words, doomed.length < operands.length && invocation.name === "rm"),
    };
  }
}

const MESSAGE =
  "This deletes files of the host: /tmp and /var/tmp are the host's own during %post, and nothing in them gets into the image. Other jobs' files go, and with $TMPDIR bound there the build itself. Delete only what the recipe has made.";

/** What a command deletes with all that is in it: operands of `rm` that it can delete, and the roots of `find -delete`. */
function deletedOperands(invocation: Invocation): readonly Argument[] {
  const { name, arguments: words } = invocation;
  if (name === "find") return rootsOfDeletingFind(invocation);
  const deletesDirectories = hasOption(words, /^-[a-zA-Z]*[rR]|^--recursive$/);
  return operandsOf(words).filter(({ word }) => !isQuotedGlob(word) && (deletesDirectories || /[*?]/.test(word.value)));
}

/** In quotes a star is a star. */
function isQuotedGlob({ segments }: Word): boolean {
  return segments.some((segment) => segment.kind === "text" && segment.quoted && /[*?[]/.test(segment.text));
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

/** Takes the words out, or the command when it would delete nothing more; only where a word is just what it seems. */
function spare(command: Command, ctx: ScriptContext, doomed: readonly Word[], deletesMore: boolean): Fix | undefined {
  const { source } = ctx.document;
  if (doomed.some((word) => !word.literal || word.templated)) return undefined;
  const removal = deletesMore ? undefined : removeCommand(source, command);
  if (!deletesMore && removal === undefined) return undefined;
  const edits = removal === undefined ? removeWords(source, doomed) : [removal];
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
    modes: inEveryMode("lost"),
    since: "0.1.0",
    sources: [
      "apptainer/singularity#2538",
      "apptainer/singularity#1349",
      "Apptainer 1.4.5, run: rm -rf /tmp/* in %post deleted a file of the host",
    ],
  },
  on: { post: (_script, ctx) => check(ctx) },
});
