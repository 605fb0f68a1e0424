/** What of a recipe stands at an offset. */
import { type Leaf, leavesOf, type Section, type TemplateReference } from "#grammar/ast.ts";
import type { Range } from "#grammar/source.ts";
import type { StageContext } from "#rules/document.ts";
import type { OpenRecipe } from "./open-recipe.ts";

/** Whether an offset lies in a range or at its end, where a cursor stands that was just typed there. */
export function touches({ start, end }: Range, offset: number): boolean {
  return start <= offset && offset <= end;
}

/** The leaf that holds an offset; at the end of the text the last one. */
export function leafAt({ document }: OpenRecipe, offset: number): Leaf | undefined {
  const leaves = leavesOf(document.recipe);
  return (
    leaves.find(({ start, end }) => start <= offset && offset < end) ?? leaves.findLast(({ end }) => end === offset)
  );
}

/** The stage that holds an offset; at the end of the text the last one. */
export function stageAt({ document }: OpenRecipe, offset: number): StageContext | undefined {
  return document.stages.findLast(({ stage }) => stage.start <= offset && offset <= stage.end);
}

/** The section that holds an offset; at the end of the text the last one. */
export function sectionAt(recipe: OpenRecipe, offset: number): Section | undefined {
  return stageAt(recipe, offset)?.stage.sections.findLast(({ start, end }) => start <= offset && offset <= end);
}

/** The reference to a build argument that a cursor is in. */
export function templateAt(recipe: OpenRecipe, offset: number): TemplateReference | undefined {
  return stageAt(recipe, offset)?.stage.templates.find((template) => touches(template, offset));
}

/** The text of an offset's line up to it. */
export function lineBefore({ lines, text }: OpenRecipe, offset: number): string {
  const { line } = lines.positionAt(offset);
  return text.slice(lines.offsetAt({ line, character: 0 }), offset);
}

/** The text of an offset's line behind it, without its end. */
export function lineBehind({ text }: OpenRecipe, offset: number): string {
  return /^[^\r\n]*/.exec(text.slice(offset))?.[0] ?? "";
}
