/** Comments by which the owner of a recipe leaves findings out: `# deflint-ignore-next-line DF101, pip-fills-tmp -- reason`. */
import { leavesOf, type Text } from "#grammar/ast.ts";
import { nodesIn } from "#grammar/shell/tree.ts";
import type { Range } from "#grammar/source.ts";
import type { Document } from "../../document.ts";
import { extentOf } from "../../edits/place.ts";

export const SUPPRESSION_FORMS = ["deflint-ignore-next-line", "deflint-ignore-file"] as const;

/** One such comment. */
export interface Suppression {
  /** From the `#` to the end of the text. */
  readonly comment: Range;
  /** The first word: one of the forms, or what was meant to be one. */
  readonly form: Text;
  /** The rules as written, by code or name; none means all. */
  readonly rules: readonly Text[];
  readonly hasReason: boolean;
  /** What it covers; undefined for a form that does not exist and where nothing follows. */
  readonly covers: Range | undefined;
}

/** What became of one rule that a suppression names. */
export type SuppressionState =
  | "used"
  /** The rule was asked and said nothing there. */
  | "unused"
  /** Not known: the rule does not bite in this mode, hangs on facts of a host, or the form does not exist. */
  | "idle"
  /** There is no such rule. */
  | "unknown";

/**
 * Rules whose findings hang on facts of a host or a site, which another run may know: that they say nothing here does not
 * mean that they never will.
 */
export const RULES_OF_A_HOST: ReadonlySet<string> = new Set(
  "DF005 DF019 DF121 DF201 DF301 DF306 DF307 DF401 DF602 DF610".split(" "),
);

/** A suppression and what became of it in one run. */
export interface SuppressionUse extends Suppression {
  /** In the order of `rules`; one for all of them where none is named. */
  readonly states: readonly SuppressionState[];
  /** The codes and names of all rules. */
  readonly known: readonly string[];
}

/** The suppressions of a recipe in file order: comments of the header, of sections with entries, and of shell scripts. */
export function readSuppressions(document: Document): Suppression[] {
  const { text } = document.source;
  if (!text.includes("deflint-ignore")) return [];
  const places = placesOf(document);
  return commentsOf(document).flatMap(({ start, end }) => {
    const [whole, before = "", form = "", rest = ""] =
      /^(#+[ \t]*)(deflint-ignore[\w-]*)[ \t:]*(.*)$/.exec(text.slice(start, end).trimEnd()) ?? [];
    if (whole === undefined) return [];
    const formStart = start + before.length;
    const restStart = start + whole.length - rest.length;
    const [named = "", ...reason] = rest.split(/(?:^|\s)(?:--?|[–—])(?=\s|$)/);
    const rules = [...named.matchAll(/[^\s,]+/g)].map(({ 0: word, index }) => ({
      start: restStart + index,
      end: restStart + index + word.length,
      text: word,
    }));
    return [
      {
        comment: { start, end: start + whole.length },
        form: { start: formStart, end: formStart + form.length, text: form },
        rules,
        hasReason: reason.join(" ").trim() !== "",
        covers: coverOf(form, end, places, document),
      },
    ];
  });
}

function coverOf(form: string, end: number, places: readonly Range[], document: Document): Range | undefined {
  if (form === "deflint-ignore-file") return { start: 0, end: document.source.text.length };
  if (form !== "deflint-ignore-next-line") return undefined;
  return places.find(({ start }) => start >= end);
}

function commentsOf({ recipe, stages, source }: Document): Range[] {
  const lines = [...recipe.preamble, ...leavesOf(recipe)].filter(({ kind }) => kind === "comment");
  const comments: Range[] = [...new Set(lines)].map(({ start, end }) => {
    const indent = /^\s*/.exec(source.text.slice(start, end))?.[0].length ?? 0;
    return { start: start + indent, end };
  });
  for (const { scripts } of stages) for (const { script } of scripts) comments.push(...(script.tree?.comments ?? []));
  return comments.sort((a, b) => a.start - b.start);
}

/** What a comment can stand before: entries, section lines and commands, the longest of those that start alike first. */
function placesOf({ recipe, stages, source }: Document): Range[] {
  const places: Range[] = leavesOf(recipe).filter(({ kind }) => !/^(?:comment|blank|body-text)$/.test(kind));
  for (const { scripts } of stages) {
    for (const { script } of scripts) {
      for (const node of nodesIn(script.tree?.list ?? [])) places.push(extentOf(source, node));
    }
  }
  return places.sort((a, b) => a.start - b.start || b.end - a.end);
}
