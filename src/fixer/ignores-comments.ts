/** Writes comments that leave findings out into a text, and looks whether they do what they should there. */
import type { Range } from "#grammar/source.ts";
import type { Finding } from "#rules/define-rule.ts";
import type { Document } from "#rules/document.ts";
import { readSuppressions, SUPPRESSION_FORMS } from "#rules/knowledge/recipe/suppressions.ts";
import { covers } from "../engine/suppress.ts";
import type { IgnorePlace } from "./ignores-places.ts";
import { readsAlike } from "./ignores-reading.ts";

/** One comment, and the codes that stand in it. */
export interface IgnoreComment extends IgnorePlace {
  readonly codes: readonly string[];
}

/** A recipe with comments in it. */
export interface Commented {
  readonly text: string;
  /** The comments in the order in which they stand, each with its range in `text`, line end included. */
  readonly lines: readonly { readonly comment: IgnoreComment; readonly range: Range }[];
}

/** One comment a place, with the codes of all the findings that are to be left out there. */
export function groupByPlace(
  wanted: readonly { readonly place: IgnorePlace; readonly code: string }[],
): IgnoreComment[] {
  const groups = new Map<string, { place: IgnorePlace; codes: Set<string> }>();
  for (const { place, code } of wanted) {
    const key = keyOf(place);
    const group = groups.get(key) ?? { place, codes: new Set() };
    group.codes.add(code);
    groups.set(key, group);
  }
  return [...groups.values()].map(({ place, codes }) => ({ ...place, codes: [...codes].sort() }));
}

/** The same for places at which a comment of the same form goes. */
export function keyOf({ form, offset }: IgnorePlace): string {
  return `${form} ${offset}`;
}

/**
 * Writes comments into a recipe, in the indentation and with the line end of their places.
 * @param reason what stands behind the rules; empty for none
 */
export function writeComments({ source }: Document, comments: readonly IgnoreComment[], reason: string): Commented {
  const sorted = [...comments].sort(
    // The wider stands above the narrower.
    (a, b) => a.offset - b.offset || SUPPRESSION_FORMS.indexOf(b.form) - SUPPRESSION_FORMS.indexOf(a.form),
  );
  const lines: { comment: IgnoreComment; range: Range }[] = [];
  let text = "";
  let copied = 0;
  for (const comment of sorted) {
    text += source.text.slice(copied, comment.offset);
    copied = comment.offset;
    const start = text.length;
    text += `${indentAt(source.text, comment.offset)}# ${comment.form} ${comment.codes.join(", ")}`;
    text += `${reason === "" ? "" : ` -- ${reason}`}${lineEndAt(source.text, comment.offset) ?? source.lineEnd}`;
    lines.push({ comment, range: { start, end: text.length } });
  }
  return { text: text + source.text.slice(copied), lines };
}

/** The indentation of the first line from an offset on that says something. */
function indentAt(text: string, offset: number): string {
  const [, indent = ""] = /^(?:[ \t\r]*\n)*([ \t]*)/.exec(text.slice(offset, offset + 400)) ?? [];
  return indent;
}

function lineEndAt(text: string, offset: number): string | undefined {
  const own = /\r?\n/.exec(text.slice(offset, text.indexOf("\n", offset) + 1))?.[0];
  return own ?? /\r?\n$/.exec(text.slice(0, offset))?.[0];
}

/** What is wrong with a recipe into which comments were written. */
export interface Trouble {
  /** Whether Apptainer or a shell would read it otherwise. */
  readonly isBroken: boolean;
  /** The findings that its comments do not cover. */
  readonly uncovered: readonly Finding[];
}

/**
 * Looks whether comments cover the findings of a recipe, and change nothing else.
 * @param after the document of `commented`
 * @param findings of `before`
 */
export function findTrouble(
  before: Document,
  { lines }: Commented,
  after: Document,
  findings: readonly Finding[],
): Trouble {
  // A comment in the middle of a line is the end of it.
  const isGlued = lines.some(({ comment: { offset } }) => offset > 0 && before.source.text[offset - 1] !== "\n");
  const suppressions = readSuppressions(after);
  return {
    isBroken: isGlued || !readsAlike(before, after),
    uncovered: findings.filter((finding) => {
      const moved = { ...finding, range: moveForward(finding.range, lines) };
      return !suppressions.some((suppression) => covers(suppression, moved));
    }),
  };
}

type Lines = Commented["lines"];

/** Where a range of the recipe is once the comments stand in it. */
function moveForward({ start, end }: Range, lines: Lines): Range {
  const moved = (offset: number, isEnd: boolean): number =>
    lines.reduce(
      (sum, { comment, range }) =>
        comment.offset < offset || (comment.offset === offset && !isEnd) ? sum + range.end - range.start : sum,
      offset,
    );
  return { start: moved(start, false), end: moved(end, end > start) };
}

/** Where a range of the commented recipe was before; a place in a comment is the place where it was written. */
export function moveBack({ start, end }: Range, lines: Lines): Range {
  const moved = (offset: number): number =>
    lines.reduce((sum, { range }) => sum - Math.max(0, Math.min(offset, range.end) - range.start), offset);
  return { start: moved(start), end: moved(end) };
}
