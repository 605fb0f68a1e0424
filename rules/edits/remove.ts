/** Takes commands and words out of a script without leaving a syntax error behind. */

import type { Chain, Command, ShellNode } from "#grammar/shell/tree.ts";
import type { Range, SourceText } from "#grammar/source.ts";
import type { Edit } from "../define-rule.ts";
import { isTest } from "../knowledge/shell/flow.ts";
import { lineStart } from "./place.ts";

/**
 * Takes a command out: with its line where it stands alone, with its `&&` in a chain; elsewhere `:` takes its place.
 * Undefined where nothing can be taken out without more: a heredoc hangs on it, or a build argument stands in it.
 */
export function removeCommand(source: SourceText, command: Command): Edit | undefined {
  if (command.heredocs.length > 0 || command.words.some((word) => word.templated)) return undefined;
  const { parent, role } = command;
  if (parent?.kind === "chain" && typeof role === "object") return removeFromChain(parent, role.index, command);
  const line = wholeLines(source, command);
  if (line !== undefined && (parent === undefined || hasSiblings(parent))) return { ...line, text: "" };
  return { start: command.start, end: command.end, text: ":" };
}

function removeFromChain({ members, connectors }: Chain, index: number, command: Command): Edit {
  const [previous, next] = [members[index - 1], members[index + 1]];
  const before = connectors[index - 1];
  const after = connectors[index];
  // As the last of its chain a question would end the script by its answer.
  const leavesQuestionLast = after === undefined && previous !== undefined && isTest(previous);
  if (previous !== undefined && before === "&&" && (after === undefined || after === "&&") && !leavesQuestionLast) {
    return { start: previous.end, end: command.end, text: "" };
  }
  if (previous === undefined && next !== undefined && after === "&&")
    return { start: command.start, end: next.start, text: "" };
  return { start: command.start, end: command.end, text: ":" };
}

/** Whether a body still has a command when one is taken out: an empty body is a syntax error. */
function hasSiblings(parent: ShellNode): boolean {
  return (parent.kind === "group" || parent.kind === "function" || parent.kind === "loop") && parent.body.length > 1;
}

/** Characters of blanks and continued line ends that are looked at before a word. */
const LONGEST_GAP = 400;

/** Takes words out of a command, each with the blanks before it. */
export function removeWords(source: SourceText, words: readonly Range[]): Edit[] {
  return words.map(({ start, end }) => {
    const before = source.text.slice(Math.max(0, start - LONGEST_GAP), start);
    const gap = /(?:[ \t]|\\\r?\n)+$/.exec(before)?.[0].length ?? 0;
    return { start: start - gap, end, text: "" };
  });
}

/** Takes a place out with its lines where nothing else stands on them; elsewhere `text` takes its place, and the blanks before it go. */
export function removeLineOr(source: SourceText, place: Range, text: string): Edit {
  const lines = wholeLines(source, place);
  if (lines !== undefined) return { ...lines, text: "" };
  const before = source.text.slice(lineStart(source, place.start), place.start);
  return { start: place.start - (/[ \t]*$/.exec(before)?.[0].length ?? 0), end: place.end, text };
}

/** The lines of a node when nothing else stands on them. */
function wholeLines(source: SourceText, { start, end }: Range): Range | undefined {
  const from = lineStart(source, start);
  const lineEnd = source.text.indexOf("\n", end);
  const to = lineEnd === -1 ? source.text.length : lineEnd + 1;
  const alone = source.text.slice(from, start).trim() === "" && /^\s*;?\s*$/.test(source.text.slice(end, to));
  return alone ? { start: from, end: to } : undefined;
}
