/** The layout of a recipe: one blank line between sections, no space at the ends of lines; nothing that anybody reads changes. */
import type { TextEdit } from "vscode-languageserver";
import { leavesOf, type Recipe } from "#grammar/ast.ts";
import { nodesIn, wordsOf } from "#grammar/shell/tree.ts";
import type { Range } from "#grammar/source.ts";
import { SECTION_TYPES } from "#grammar/vocabulary.ts";
import type { Edit } from "#rules/define-rule.ts";
import type { Document } from "#rules/document.ts";
import { extentOf } from "#rules/edits/place.ts";
import { applyEdits } from "../fixer/apply.ts";
import { makeLayoutGuard } from "./layout-guard.ts";
import type { OpenRecipe } from "./open-recipe.ts";

/** The edits that lay a recipe out; none where it is laid out already, or where nothing can be moved. */
export function formattingOf(recipe: OpenRecipe): TextEdit[] {
  return layOut(recipe).map((edit) => recipe.lines.toTextEdit(edit));
}

/** The same as edits of offsets. */
export function layOut({ document, text }: Pick<OpenRecipe, "document" | "text">): readonly Edit[] {
  const edits = [...spacing(document), ...trimming(document)].sort((a, b) => a.start - b.start || a.end - b.end);
  const disjoint = edits.filter((edit, at) => edit.start >= Math.max(0, ...edits.slice(0, at).map(({ end }) => end)));
  return keepHarmless(disjoint, text, makeLayoutGuard(document));
}

/** One place where a space means something does not keep the rest from its layout. */
function keepHarmless(edits: readonly Edit[], text: string, isAllowed: (after: string) => boolean): readonly Edit[] {
  if (edits.length === 0 || isAllowed(applyEdits(text, edits))) return edits;
  if (edits.length === 1) return [];
  const middle = edits.length >> 1;
  const halves = [edits.slice(0, middle), edits.slice(middle)];
  const kept = halves.flatMap((half) => keepHarmless(half, text, isAllowed));
  // Harmless each for itself is not yet harmless together.
  return isAllowed(applyEdits(text, kept)) ? kept : [];
}

/** One blank line before each section but one that starts the file, above the comments that belong to it. */
function spacing({ recipe, source }: Document): Edit[] {
  const { text, lineEnd } = source;
  return recipe.stages.flatMap(({ sections, start: stageStart }) =>
    [...sections.map(({ start }) => start), ...(stageStart > 0 ? [stageStart] : [])].flatMap((start) => {
      const top = aboveComments(text, start);
      const said = text.slice(0, top).trimEnd().length;
      if (said === 0) return [];
      const end = said + (/^[^\S\n]*\n/.exec(text.slice(said))?.[0].length ?? 0);
      return text.slice(end, top) === lineEnd ? [] : [{ start: end, end: top, text: lineEnd }];
    }),
  );
}

/** The start of the comments directly above a line, where blank lines part them from what is above. */
function aboveComments(text: string, start: number): number {
  const above = /(?:^|\n[^\S\n]*\n)((?:[^\S\n]*#(?!!)[^\n]*\n)+)$/.exec(text.slice(0, start));
  return start - (above?.[1]?.length ?? 0);
}

/** Space at the ends of lines that nobody reads. */
function trimming(document: Document): Edit[] {
  const { recipe, source } = document;
  const kept = keptRanges(document);
  return [...source.text.matchAll(/[ \t]+(?=\r?\n|$)/g)].flatMap(({ 0: run, index }) => {
    const range = { start: index, end: index + run.length };
    const isRead = kept.some(({ start, end }) => start < range.end && range.start < end);
    const isContinued = source.text[index - 1] === "\\";
    return isRead || isContinued || !mayBeTrimmed(range, recipe) ? [] : [{ ...range, text: "" }];
  });
}

/** Where a space at the end of a line is text. */
function keptRanges({ stages, recipe, source }: Document): Range[] {
  const scripts = stages.flatMap(({ scripts }) => scripts.map(({ script }) => script));
  const unread = scripts.filter(({ tree }) => tree === undefined || tree.errors.length > 0);
  const texts = recipe.stages
    .flatMap(({ sections }) => sections)
    .filter(({ type }) => type === undefined || SECTION_TYPES[type] === "text");
  return [
    ...[...texts, ...unread.flatMap(({ sections }) => sections)].map(({ body }) => body),
    ...scripts.flatMap(({ commands }) => commands.flatMap(wordsOf)),
    ...scripts.flatMap(({ commands }) => commands.flatMap(({ heredocs }) => heredocs.map(({ body }) => body))),
    // Tests and loops have words that are no command's.
    ...scripts.flatMap(({ tree }) => (tree?.tests ?? []).map((test) => extentOf(source, test))),
    ...scripts.flatMap(({ tree }) =>
      [...nodesIn(tree?.list ?? [])].flatMap((node) =>
        node.kind === "case" ? [node.word] : node.kind === "loop" ? (node.words ?? []) : [],
      ),
    ),
  ];
}

/** Whether a space there is none of a section's arguments, nor the end of a header's line that goes on. */
function mayBeTrimmed({ start }: Range, recipe: Recipe): boolean {
  const leaf = leavesOf(recipe).find((one) => one.start <= start && start < one.end);
  if (leaf?.kind === "header-entry") return leaf.lines.length < 2 && !leaf.unfinished;
  return leaf?.kind !== "section-line";
}
