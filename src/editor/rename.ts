/** Gives a build argument or a stage another name, wherever it stands. */
import type { Range as PositionRange, WorkspaceEdit } from "vscode-languageserver";
import type { OpenRecipe } from "./open-recipe.ts";
import { type NameUse, nameAt } from "./symbols-in.ts";

/** The name at an offset; undefined where there is none to change. */
export function prepareRename(
  recipe: OpenRecipe,
  offset: number,
): { readonly range: PositionRange; readonly placeholder: string } | undefined {
  const found = nameAt(recipe, offset);
  return found && { range: recipe.lines.toPositions(found.range), placeholder: found.use.name };
}

/** The edit, or why there is none, as a sentence. */
export function rename(
  recipe: OpenRecipe,
  offset: number,
  newName: string,
): WorkspaceEdit | { readonly refusal: string } {
  const use = nameAt(recipe, offset)?.use;
  if (use === undefined) return { refusal: "Here is no name of a build argument or a stage." };
  const refusal = findRefusal(use, newName);
  if (refusal !== undefined) return { refusal };
  const ranges = [...use.definitions, ...use.references].sort((a, b) => a.start - b.start);
  const edits = ranges.map((range) => recipe.lines.toTextEdit({ ...range, text: newName }));
  return { changes: { [recipe.uri]: edits } };
}

function findRefusal({ kind, taken }: NameUse, name: string): string | undefined {
  if (kind === "argument" && !/^\w+$/.test(name))
    return "A build argument's name is of letters, digits and underscores.";
  if (kind === "stage" && !/^[^\s#{}\\]+$/.test(name))
    return "A stage's name is one word, without #, braces and backslashes.";
  return taken.includes(name) ? `There is a ${kind} ${name} already.` : undefined;
}
