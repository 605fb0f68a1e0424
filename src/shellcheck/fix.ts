/** Turns ShellCheck's replacements into a fix of the recipe. */
import type { Range } from "#grammar/source.ts";
import type { Edit, Fix } from "#rules/define-rule.ts";
import type { ScriptContext } from "#rules/document.ts";
import type { Comment, Replacement } from "./answer.ts";
import { mendOf } from "./codes/mends.ts";
import type { FindPlace } from "./places.ts";

/** A replacement and its place in the script. */
interface Placed extends Range {
  readonly replacement: Replacement;
}

/**
 * The fix that a comment offers; undefined where it offers none, or where it cannot be trusted: in a script that does not
 * parse, in a script in the quotes of another one, at a template, across sections.
 * @param references where references stand in the script
 */
export function fixOf(
  comment: Comment,
  ctx: ScriptContext,
  findPlace: FindPlace,
  references: readonly Range[],
): Fix | undefined {
  const { script } = ctx;
  if (comment.replacements.length === 0 || script.tree === undefined || script.tree.errors.length > 0) return undefined;
  // `exit` in a file that is sourced ends the shell that the user wanted.
  if (comment.code === 2164 && /env/.test(script.type)) return undefined;

  const placed: Placed[] = [];
  for (const replacement of comment.replacements) {
    const place = findPlace(replacement, true);
    if (place === undefined) return undefined;
    placed.push({ ...place, replacement });
  }
  placed.sort(inOrder);
  if (placed.some((one, index) => one.start < (placed[index - 1]?.end ?? 0))) return undefined;

  const [start, end] = [placed[0]?.start ?? 0, placed.at(-1)?.end ?? 0];
  const { safety, title, holdsFor } = mendOf(comment.code);
  if (holdsFor?.(script.joined.text.slice(start, end)) === false) return undefined;
  if (references.some((reference) => placed.some((one) => one.start <= reference.end && reference.start <= one.end)))
    return undefined;

  const edits = placed.map((one) => toEdit(one, ctx));
  if (!edits.every((edit) => edit !== undefined) || !areInOneSection(edits, ctx)) return undefined;
  if (script.tree.handed.some((handed) => edits.some((edit) => handed.start <= edit.end && edit.start <= handed.end)))
    return undefined;
  return { title, safety, edits };
}

/**
 * By place; of what is put in at one place first what belongs to the text before it, the innermost first, then what belongs
 * to the text behind it, the outermost first.
 */
function inOrder(one: Placed, other: Placed): number {
  if (one.start !== other.start) return one.start - other.start;
  if (one.end !== other.end) return one.end - other.end;
  const [a, b] = [one.replacement, other.replacement];
  if (a.insertionPoint !== b.insertionPoint) return a.insertionPoint === "beforeStart" ? -1 : 1;
  return a.insertionPoint === "beforeStart" ? b.precedence - a.precedence : a.precedence - b.precedence;
}

/** Undefined for a text that is not in one piece in the recipe: a CR or the border of a section stands in it. */
function toEdit({ start, end, replacement }: Placed, { script: { joined } }: ScriptContext): Edit | undefined {
  const text = replacement.replacement;
  if (start < end) {
    const range = joined.toFile({ start, end });
    return range.end - range.start === end - start ? { ...range, text } : undefined;
  }
  // At the end of a line, what belongs to the text before it goes before a CR.
  const at =
    replacement.insertionPoint === "beforeStart" && start > 0
      ? joined.toFile({ start: start - 1, end: start }).end
      : joined.toFile({ start, end }).start;
  return { start: at, end: at, text };
}

function areInOneSection(edits: readonly Edit[], { script }: ScriptContext): boolean {
  return script.sections.some(({ body }) => edits.every(({ start, end }) => body.start <= start && end <= body.end));
}
