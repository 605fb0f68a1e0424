/** What can be folded: stages, headers, sections, heredocs, and comments of several lines. */
import { type FoldingRange, FoldingRangeKind } from "vscode-languageserver";
import { leavesOf } from "#grammar/ast.ts";
import type { Range } from "#grammar/source.ts";
import type { OpenRecipe } from "./open-recipe.ts";

/** The folds of a recipe, in no order; each has two lines at the least, and ends before blank lines. */
export function foldsOf(recipe: OpenRecipe): FoldingRange[] {
  const { stages } = recipe.document;
  const parts = stages.flatMap(({ stage, scripts }) => [
    ...(stages.length > 1 ? [stage] : []),
    stage.header,
    ...stage.sections,
    ...scripts.flatMap(({ script }) =>
      script.commands.flatMap(({ start, heredocs }) => heredocs.map(({ body }) => ({ start, end: body.end }))),
    ),
  ]);
  const folds = parts.flatMap((part) => foldOf(part, recipe) ?? []);
  const comments = commentBlocks(recipe).flatMap((block) => foldOf(block, recipe) ?? []);
  return [...folds, ...comments.map((fold) => ({ ...fold, kind: FoldingRangeKind.Comment }))];
}

function foldOf({ start, end }: Range, { text, lines }: OpenRecipe): FoldingRange | undefined {
  const part = text.slice(start, end);
  const from = start + part.length - part.trimStart().length;
  const startLine = lines.positionAt(from).line;
  const endLine = lines.positionAt(start + part.trimEnd().length).line;
  return endLine > startLine ? { startLine, endLine } : undefined;
}

/** Comments that have their lines to themselves, those on neighbouring lines together. */
function commentBlocks({ document, lines }: OpenRecipe): Range[] {
  const { recipe, stages, source } = document;
  const own = leavesOf(recipe).filter(({ kind }) => kind === "comment");
  const scripts = stages.flatMap(({ scripts }) => scripts.flatMap(({ script }) => script.tree?.comments ?? []));
  const alone = scripts.filter(({ start }) =>
    /(?:^|\n)[ \t]*$/.test(source.text.slice(Math.max(0, start - 200), start)),
  );
  const blocks: { start: number; end: number }[] = [];
  for (const { start, end } of [...own, ...alone].sort((a, b) => a.start - b.start)) {
    const last = blocks.at(-1);
    const trimmed = start + source.text.slice(start, end).trimEnd().length;
    if (last !== undefined && lines.positionAt(last.end).line + 1 === lines.positionAt(trimmed).line)
      last.end = trimmed;
    else blocks.push({ start, end: trimmed });
  }
  return blocks;
}
