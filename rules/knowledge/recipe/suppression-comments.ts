/** How the comments that leave findings out are written: `# FORM RULES -- reason`. */
import { leavesOf, type Text } from "#grammar/ast.ts";
import type { Range } from "#grammar/source.ts";
import type { Document } from "../../document.ts";

/** What such a comment says. */
export interface WrittenSuppression {
  /** From the `#` to the end of the text. */
  readonly comment: Range;
  /** The first word: one of the forms, or what was meant to be one. */
  readonly form: Text;
  /** The rules as written, by code or name; none means all. */
  readonly rules: readonly Text[];
  readonly hasReason: boolean;
}

/** Reads a comment, which goes from `start` to `end`; undefined for one that says something else. */
export function readComment(text: string, start: number, end: number): WrittenSuppression | undefined {
  const [whole, before = "", form = "", rest = ""] =
    /^(#+[ \t]*)(deflint-ignore[\w-]*)[ \t:]*(.*)$/.exec(text.slice(start, end).trimEnd()) ?? [];
  if (whole === undefined) return undefined;
  const formStart = start + before.length;
  const restStart = start + whole.length - rest.length;
  const [named = "", ...reason] = rest.split(/(?:^|\s)(?:--?|[–—])(?=\s|$)/);
  const rules = [...named.matchAll(/[^\s,]+/g)].map(({ 0: word, index }) => ({
    start: restStart + index,
    end: restStart + index + word.length,
    text: word,
  }));
  return {
    comment: { start, end: start + whole.length },
    form: { start: formStart, end: formStart + form.length, text: form },
    rules,
    hasReason: reason.join(" ").trim() !== "",
  };
}

/** Where a comment of Apptainer or of a shell stands, in file order. */
export function commentsOf({ recipe, stages, source }: Document): Range[] {
  const lines = [...recipe.preamble, ...leavesOf(recipe)].filter(({ kind }) => kind === "comment");
  const comments: Range[] = [...new Set(lines)].map(({ start, end }) => {
    const indent = /^\s*/.exec(source.text.slice(start, end))?.[0].length ?? 0;
    return { start: start + indent, end };
  });
  for (const { scripts } of stages) for (const { script } of scripts) comments.push(...(script.tree?.comments ?? []));
  return comments.sort((a, b) => a.start - b.start);
}
