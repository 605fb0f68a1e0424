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

/** What stands for a hyphen where text was copied from a page or a word processor. */
const HYPHENS = "-\\u2010-\\u2013";

/** How the first word of such a comment begins, also one that other tools' comments begin with. */
const MARK = `deflint[${HYPHENS}](?:ignore|disable)`;

const MENTION = new RegExp(MARK, "i");

const COMMENT = new RegExp(`^(#+\\s*)(${MARK}[${HYPHENS}\\w]*)[\\s:]*(.*)$`, "is");

/** What parts the rules from the reason: no rule has such a dash in its name. */
const DASH = /--+|[–—]|(?:^|\s)-(?=\s|$)/;

/** Whether a text may have such comments. */
export function mentionsSuppression(text: string): boolean {
  return MENTION.test(text);
}

/** The form that a word was meant to be, in lower case and with plain hyphens. */
export function plainFormOf({ text }: Pick<Text, "text">): string {
  return text.toLowerCase().replace(new RegExp(`[${HYPHENS}]`, "g"), "-");
}

/** Reads a comment, which goes from `start` to `end`; undefined for one that says something else. */
export function readComment(text: string, start: number, end: number): WrittenSuppression | undefined {
  const [whole, before = "", form = "", rest = ""] = COMMENT.exec(text.slice(start, end).trimEnd()) ?? [];
  if (whole === undefined) return undefined;
  const formStart = start + before.length;
  const restStart = start + whole.length - rest.length;
  const [named = "", ...reason] = rest.split(DASH);
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
