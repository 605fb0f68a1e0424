/** What the comments that leave findings out cover: what stands next, or a section. */
import { leavesOf } from "#grammar/ast.ts";
import { nodesIn } from "#grammar/shell/tree.ts";
import type { Range } from "#grammar/source.ts";
import type { Document } from "../../document.ts";
import { extentOf, lineStart } from "../../edits/place.ts";

/**
 * What stands next after an offset: an entry, a section's line, or a command with its continuations and heredocs (a loop, a
 * function and an `if` to their ends), and what else starts on its lines: between the commands of `a; b` and of `a; \` and its
 * next line no comment can stand. Undefined where nothing follows.
 */
export function makeNextLineCover(document: Document): (offset: number) => Range | undefined {
  let places: readonly Range[] | undefined;
  return (offset) => {
    places ??= placesOf(document);
    const first = places.findIndex(({ start }) => start >= offset);
    const [next, ...others] = first === -1 ? [] : places.slice(first);
    if (next === undefined) return undefined;
    let { end } = next;
    for (const other of others) {
      if (other.start >= end) break;
      end = Math.max(end, other.end);
    }
    return { start: offset, end };
  };
}

/** What a comment can stand before, to the ends of its lines, the longest of those that start alike first. */
function placesOf({ recipe, stages, source }: Document): Range[] {
  const places: Range[] = leavesOf(recipe).filter(({ kind }) => !/^(?:comment|blank|body-text)$/.test(kind));
  for (const { scripts } of stages) {
    for (const { script } of scripts) {
      const comments = new Set(script.tree?.comments.map(({ end }) => end));
      for (const node of nodesIn(script.tree?.list ?? [])) {
        const { start, end } = extentOf(source, node);
        places.push({ start, end: endOfLines(source.text, Math.max(start, end - 1), comments) });
      }
    }
  }
  return places.sort((a, b) => a.start - b.start || b.end - a.end);
}

/** The end of the line of an offset, and of those that it goes on in. */
function endOfLines(text: string, offset: number, commentEnds: ReadonlySet<number>): number {
  let at = text.indexOf("\n", offset);
  while (at !== -1 && isContinued(text, at, commentEnds)) at = text.indexOf("\n", at + 1);
  return at === -1 ? text.length : at;
}

/**
 * Whether a line of a script goes on in the next one. A backslash at the end of a comment continues nothing.
 * @param lineFeed the UTF-16 offset of the line's end
 * @param commentEnds where the comments of the script end
 */
export function isContinued(text: string, lineFeed: number, commentEnds: ReadonlySet<number>): boolean {
  const end = text[lineFeed - 1] === "\r" ? lineFeed - 1 : lineFeed;
  const backslashes = /\\*$/.exec(text.slice(Math.max(0, end - 100), end))?.[0].length ?? 0;
  return backslashes % 2 === 1 && !commentEnds.has(end) && !commentEnds.has(lineFeed);
}

/**
 * The section or header that a comment belongs to: the one whose first line stands directly below it, as it is for a comment
 * above a function; else the one that it stands in.
 */
export function sectionCover({ source, recipe }: Document, comment: Range): Range | undefined {
  const parts = recipe.stages.flatMap(({ header, sections }) => [
    { start: header.start, end: header.end },
    ...sections.map(({ start, end }) => ({ start, end })),
  ]);
  const below = belowComments(source.text, comment.end);
  const isAlone = source.text.slice(lineStart(source, comment.start), comment.start).trim() === "";
  const next = isAlone ? parts.find(({ start, end }) => start === below && end > start) : undefined;
  return next ?? parts.find(({ start, end }) => start <= comment.start && comment.start < end) ?? recipe;
}

/** The start of the first line behind an offset that is no comment. */
function belowComments(text: string, offset: number): number {
  const lineEnd = text.indexOf("\n", offset);
  if (lineEnd === -1) return text.length;
  const comments = /(?:[ \t]*#[^\n]*\n)*/y;
  comments.lastIndex = lineEnd + 1;
  return lineEnd + 1 + (comments.exec(text)?.[0].length ?? 0);
}

/** The bodies of its shell scripts. */
export function shellIn({ stages }: Document): Range[] {
  return stages.flatMap(({ scripts }) =>
    scripts.flatMap(({ script }) => (script.tree === undefined ? [] : script.sections.map(({ body }) => body))),
  );
}
