/** Comments by which the owner of a recipe leaves findings out: `# deflint-ignore-next-line DF101, pip-fills-tmp -- reason`. */
import type { Range } from "#grammar/source.ts";
import type { Document } from "../../document.ts";
import { commentsOf, mentionsSuppression, readComment, type WrittenSuppression } from "./suppression-comments.ts";
import { makeNextLineCover, sectionCover, shellIn } from "./suppression-covers.ts";

export const SUPPRESSION_FORMS = [
  "deflint-ignore-next-line",
  "deflint-ignore-section",
  "deflint-ignore-start",
  "deflint-ignore-end",
  "deflint-ignore-file",
] as const;

export type SuppressionForm = (typeof SUPPRESSION_FORMS)[number];

/** One such comment. */
export interface Suppression extends WrittenSuppression {
  /** What it covers; undefined for the end of a range, for a form that does not exist, and where nothing follows. */
  readonly covers: Range | undefined;
  /** Whether shell code is among what it covers, of which ShellCheck may have something to say. */
  readonly coversShell: boolean;
  /** Of a start the end of its range, of an end its start; undefined where there is none. */
  readonly partner: Suppression | undefined;
  /** Of an end without a start: whether a range starts above that is ended nowhere. */
  readonly mayEndAnother: boolean;
}

/** What became of one rule that a suppression names. */
export type SuppressionState =
  | "used"
  /** The rule was asked and said nothing there, in no mode. */
  | "unused"
  /** Not known: the rule was not asked in this run, hangs on facts of a host, or the form does not exist. */
  | "idle"
  /** There is no such rule. */
  | "unknown";

/** A suppression and what became of it in one run. */
export interface SuppressionUse extends Suppression {
  /** In the order of `rules`; one for all of them where none is named; none for the end of a range. */
  readonly states: readonly SuppressionState[];
  /** The codes and names of all rules. */
  readonly known: readonly string[];
}

/** Whether a suppression is of a form, or of any that exists. */
export function hasForm({ form }: Pick<Suppression, "form">, ...forms: readonly SuppressionForm[]): boolean {
  return (forms.length === 0 ? SUPPRESSION_FORMS : forms).some((known) => known === form.text);
}

/** Whether a word names all findings of ShellCheck, or one of its codes. */
export function namesShellCheck(word: string): boolean {
  return /^(?:shellcheck|SC\d{4})$/i.test(word);
}

/** The suppressions of a recipe in file order: comments of the header, of sections with entries, and of shell scripts. */
export function readSuppressions(document: Document): Suppression[] {
  const { text } = document.source;
  if (!mentionsSuppression(text)) return [];
  const written = commentsOf(document).flatMap(({ start, end }) => readComment(text, start, end) ?? []);
  const nextLineCover = makeNextLineCover(document);
  const suppressions = written.map((one): { -readonly [Key in keyof Suppression]: Suppression[Key] } => ({
    ...one,
    partner: undefined,
    mayEndAnother: false,
    coversShell: false,
    covers: hasForm(one, "deflint-ignore-file")
      ? { start: 0, end: text.length }
      : hasForm(one, "deflint-ignore-section")
        ? sectionCover(document, one.comment)
        : hasForm(one, "deflint-ignore-next-line")
          ? nextLineCover(one.comment.end)
          : undefined,
  }));
  const open: typeof suppressions = [];
  for (const one of suppressions) {
    if (hasForm(one, "deflint-ignore-start")) {
      open.push(one);
      one.covers = { start: one.comment.end, end: text.length };
    }
    if (!hasForm(one, "deflint-ignore-end")) continue;
    const at = open.findLastIndex((start) => one.rules.length === 0 || keyOf(start) === keyOf(one));
    const [start] = at === -1 ? [] : open.splice(at, 1);
    if (start === undefined) continue;
    start.covers = { start: start.comment.end, end: one.comment.start };
    start.partner = one;
    one.partner = start;
  }
  const shell = shellIn(document);
  for (const one of suppressions) {
    const isLoneEnd = hasForm(one, "deflint-ignore-end") && one.partner === undefined;
    one.mayEndAnother = isLoneEnd && open.some(({ comment }) => comment.start < one.comment.start);
    const { covers } = one;
    one.coversShell = covers !== undefined && shell.some(({ start, end }) => covers.start < end && start < covers.end);
  }
  return suppressions;
}

/** Its rules, in whatever order and case they are written. */
function keyOf({ rules }: Pick<Suppression, "rules">): string {
  return [...new Set(rules.map(({ text }) => text.toLowerCase()))].sort().join(" ");
}
