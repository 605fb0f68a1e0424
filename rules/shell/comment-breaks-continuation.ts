import type { BuildScript } from "#grammar/shell/build-script.ts";
import type { Command, ShellComment } from "#grammar/shell/tree.ts";
import type { SourceText } from "#grammar/source.ts";
import { type Draft, defineRule, type Fix, inEveryMode } from "../define-rule.ts";
import type { ScriptContext } from "../document.ts";
import { lineStart } from "../edits/place.ts";

function* check(script: BuildScript, ctx: ScriptContext): Iterable<Draft> {
  const { text } = ctx.document.source;
  const { tree } = script;
  if (tree === undefined) return;
  for (const comment of tree.comments) {
    const backslash = continuedAt(ctx.document.source, comment);
    if (backslash === undefined) continue;
    const command = tree.commands.find((candidate) => endsAt(candidate, backslash, text));
    const next = tree.commands.find((candidate) => candidate.start > comment.end);
    if (command === undefined || next === undefined || !followsAtOnce(text, comment, next)) continue;
    yield {
      range: comment,
      message: `The comment ends the command: a backslash does not reach past it. "${firstWordsOf(next, text)}" runs as a command of its own.`,
      related: [{ message: "this command ends before the comment", range: command }],
      fix: moveComment(ctx, command, comment),
    };
  }
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

/** Whether text follows on the next line, perhaps after more comments. */
function followsAtOnce(text: string, comment: ShellComment, next: Command): boolean {
  return /^\r?\n(?:[ \t]*#[^\n]*\n)*[ \t]*$/.test(text.slice(comment.end, next.start));
}

function firstWordsOf(command: Command, text: string): string {
  const line = text.slice(command.start, command.end).split("\n")[0] ?? "";
  return line.length > 40 ? `${line.slice(0, 39).trimEnd()}…` : line.replace(/\s*\\$/, "");
}

/** Puts the comment's line above the command, so that the command goes on. */
function moveComment({ document: { source } }: ScriptContext, command: Command, comment: ShellComment): Fix {
  const commentLine = lineStart(source, comment.start);
  const lineEnd = source.text.indexOf("\n", comment.end);
  const end = lineEnd === -1 ? source.text.length : lineEnd + 1;
  const above = lineStart(source, command.start);
  const indent = /^[ \t]*/.exec(source.text.slice(above, command.start))?.[0] ?? "";
  return {
    title: "Move the comment above the command",
    safety: "unsafe",
    edits: [
      { start: above, end: above, text: indent + source.text.slice(comment.start, end) },
      { start: commentLine, end, text: "" },
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
