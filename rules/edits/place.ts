/** Where lines may be inserted: outside of heredocs, continued lines and chains, in the indentation of their place. */

import type { BuildScript } from "#grammar/shell/build-script.ts";
import { nodesIn, outermostOf, type ShellNode } from "#grammar/shell/tree.ts";
import type { Range, SourceText } from "#grammar/source.ts";
import type { Edit } from "../define-rule.ts";

/** A place between two lines, and how a line there is indented. */
export interface LinePlace {
  /** UTF-16 offset of the start of a line. */
  readonly offset: number;
  readonly indent: string;
}

/** The line before the outermost command that contains a node (its loop, chain or function definition) and its comment. */
export function placeBefore(source: SourceText, script: BuildScript, node: ShellNode): LinePlace {
  const top = script.tree?.list ?? [];
  const hasHeredocs = script.commands.some(({ heredocs }) => heredocs.length > 0);
  const endOf = (other: ShellNode): number => (hasHeredocs ? extentOf(source, other).end : other.end);
  let offset = lineStart(source, outermostOf(node).start);
  for (;;) {
    const across = top.find((other) => other.start < offset && endOf(other) > offset);
    if (across === undefined) break;
    offset = lineStart(source, across.start);
  }
  const indent = indentAt(source, offset);
  for (;;) {
    const above = commentLineBefore(source, script, offset);
    if (above === undefined) return { offset, indent };
    offset = above;
  }
}

/** The start of the line before an offset when a comment, and no `#!`, has it to itself. */
function commentLineBefore(source: SourceText, script: BuildScript, offset: number): number | undefined {
  const end = offset - 1;
  const start = end < 0 ? offset : lineStart(source, end);
  const line = source.text.slice(start, offset);
  if (start === offset || !/^[ \t]*#(?!!)/.test(line)) return undefined;
  const hash = start + line.indexOf("#");
  return script.tree?.comments.some((comment) => comment.start === hash) ? start : undefined;
}

/**
 * The line after the last command of a script, before an `exit` that ends it; undefined for a script without commands, and for
 * one that goes on: in an unclosed heredoc or a continued line.
 */
export function placeAtEnd(source: SourceText, script: BuildScript): LinePlace | undefined {
  const top = script.tree?.list ?? [];
  const last = top.find(endsScript) ?? top.at(-1);
  // What follows an unclosed heredoc is its text.
  const isOpen = script.tree?.commands.some(({ heredocs }) => heredocs.some(({ closed }) => !closed)) === true;
  if (last === undefined || isOpen) return undefined;
  // A string that is open at the end of its section goes on in the next one.
  if (source.text[last.end - 1] === "\n") return undefined;
  const before = placeBefore(source, script, last);
  if (endsScript(last)) return before;
  // A heredoc may hang on an earlier command of the last line.
  const end = top.reduce((latest, node) => Math.max(latest, extentOf(source, node).end), 0);
  const offset = behindContinuations(source, Math.max(end - 1, 0));
  // A section that ends in a continued line has no end to write at.
  const isInside = script.sections.some(({ body }) => body.start <= last.start && offset <= body.end);
  return isInside || offset === source.text.length ? { offset, indent: before.indent } : undefined;
}

/** The start of the line behind the one of an offset, and behind those that it goes on in: a `;` may stand there. */
function behindContinuations({ text }: SourceText, from: number): number {
  for (let at = text.indexOf("\n", from); at !== -1; at = text.indexOf("\n", at + 1)) {
    if (!/\\\r?$/.test(text.slice(Math.max(0, at - 2), at))) return at + 1;
  }
  return text.length;
}

/** `exec` with nothing but redirects goes on. */
function endsScript(node: ShellNode): boolean {
  if (node.kind !== "command") return false;
  const program = node.words[0]?.value;
  return program === "exit" || program === "return" || (program === "exec" && node.words.length > 1);
}

/** Puts lines at a place. `lines` end in the file's line end; where the file lacks a last one it is added. */
export function insertLines(source: SourceText, { offset }: LinePlace, lines: string): Edit {
  const glued = offset > 0 && source.text[offset - 1] !== "\n";
  return { start: offset, end: offset, text: glued ? source.lineEnd + lines : lines };
}

/** A node with the heredocs that hang on its lines. */
export function extentOf(source: SourceText, node: ShellNode): Range {
  let end = node.end;
  for (const inner of nodesIn([node])) {
    for (const { body, delimiter, closed } of inner.kind === "command" ? inner.heredocs : []) {
      const closing = closed ? source.text.indexOf(delimiter, body.end) : -1;
      end = Math.max(end, closing === -1 ? body.end : closing + delimiter.length);
    }
  }
  return { start: node.start, end };
}

/** The UTF-16 offset at which the line of an offset starts. */
export function lineStart(source: SourceText, offset: number): number {
  return source.lineStarts[source.positionAt(offset).line] ?? 0;
}

function indentAt(source: SourceText, offset: number): string {
  return /^[ \t]*/.exec(source.text.slice(offset, offset + 200))?.[0] ?? "";
}
