import type { BuildScript } from "#grammar/shell/build-script.ts";
import type { Command, ShellComment } from "#grammar/shell/tree.ts";
import { lastAtOrBelow } from "#grammar/sorted.ts";
import type { Range, SourceText } from "#grammar/source.ts";
import { type Draft, defineRule, type Fix, inEveryMode } from "../define-rule.ts";
import type { ScriptContext } from "../document.ts";
import { lineStart, placeBefore } from "../edits/place.ts";

function* check(script: BuildScript, ctx: ScriptContext): Iterable<Draft> {
  const { source } = ctx.document;
  const { tree } = script;
  if (tree === undefined) return;
  for (const [index, comment] of tree.comments.entries()) {
    const backslash = continuedAt(source, comment);
    if (backslash === undefined) continue;
    const last = lastOfRun(source, tree.comments, index);
    const at = lastAtOrBelow(tree.starts, backslash);
    const [command, next] = [tree.commands[at], tree.commands[at + 1]];
    if (command === undefined || next === undefined || !endsAt(command, backslash, source.text)) continue;
    if (!followsAtOnce(source.text, last, next) || indentOf(source, next) <= indentOf(source, command)) continue;
    yield {
      range: comment,
      message: `The comment ends the command: a backslash does not reach past it. "${firstWordsOf(next, source.text)}" runs as a command of its own.`,
      related: [{ message: "this command ends before the comment", range: command }],
      fix: moveComments(ctx, command, { start: comment.start, end: last.end }),
    };
  }
}

/** The last of the comments that follow each other line by line. */
function lastOfRun(source: SourceText, comments: readonly ShellComment[], first: number): ShellComment {
  let last = comments[first] as ShellComment;
  for (const comment of comments.slice(first + 1)) {
    if (!/^\r?\n[ \t]*$/.test(source.text.slice(last.end, comment.start))) break;
    last = comment;
  }
  return last;
}

/** Columns before the first character of a command's line. What is set back no further than a command is no part of it. */
function indentOf(source: SourceText, { start }: Command): number {
  const line = source.text.slice(lineStart(source, start), start);
  return (/^[ \t]*/.exec(line)?.[0] ?? "").replaceAll("\t", "        ").length;
}

/** Where the line before a comment ends in a backslash; only for a comment that has its line to itself. */
function continuedAt(source: SourceText, comment: ShellComment): number | undefined {
  const start = lineStart(source, comment.start);
  if (start === 0 || source.text.slice(start, comment.start).trim() !== "") return undefined;
  const previous = source.text.slice(lineStart(source, start - 1), start);
  return /\\\r?\n$/.test(previous) ? start - previous.length + previous.lastIndexOf("\\") : undefined;
}

/** Whether a word of a command is what stands before the backslash: after `&&`, `|` or `(` the shell reads on. */
function endsAt(command: Command, backslash: number, text: string): boolean {
  const last = command.words.at(-1);
  return last !== undefined && last.end <= backslash && text.slice(last.end, backslash).trim() === "";
}

/** Whether text follows on the next line. */
function followsAtOnce(text: string, comment: ShellComment, next: Command): boolean {
  return /^\r?\n[ \t]*$/.test(text.slice(comment.end, next.start));
}

function firstWordsOf(command: Command, text: string): string {
  const line = text.slice(command.start, command.end).split("\n")[0] ?? "";
  return line.length > 40 ? `${line.slice(0, 39).trimEnd()}…` : line.replace(/\s*\\$/, "");
}

/** Puts the comments' lines above the command, and whatever it is part of, so that the command goes on. */
function moveComments({ document: { source }, script }: ScriptContext, command: Command, comments: Range): Fix {
  const start = lineStart(source, comments.start);
  const lineEnd = source.text.indexOf("\n", comments.end);
  const end = lineEnd === -1 ? source.text.length : lineEnd + 1;
  const above = placeBefore(source, script, command);
  const lines = source.text.slice(start, end).replace(/^[ \t]*(?=#)/gm, above.indent);
  return {
    title: "Move the comment above the command",
    safety: "unsafe",
    edits: [
      { start: above.offset, end: above.offset, text: lines },
      { start, end, text: "" },
    ],
  };
}

export default defineRule({
  meta: {
    code: "DF510",
    name: "comment-breaks-continuation",
    summary: "Keep comments out of commands that go on in the next line",
    why: `A backslash joins the next line, and when that line is a comment the command ends there. What stands below the comment is a command of
its own: of \`dnf install a \\\` / \`# tools\` / \`b\` only \`a\` is installed, and \`b\` is run. Under \`sh -e\` that ends the build with
\`not found\`; where a program of that name exists it is run instead. Put the comment above the command. After \`&&\`, \`||\` and \`|\` a
comment does no harm: there the shell reads on by itself.`,
    severity: "warning",
    confidence: "high",
    fix: "unsafe",
    modes: inEveryMode("fails"),
    since: "0.1.0",
    sources: ["POSIX.1-2024, Shell Command Language, 2.2.1 Escape Character and 2.3 Token Recognition"],
  },
  on: { script: check },
});
