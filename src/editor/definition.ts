/** Where the name under the cursor is given, and where it is used. */
import { type DocumentHighlight, DocumentHighlightKind, type Location } from "vscode-languageserver";
import type { Range } from "#grammar/source.ts";
import type { OpenRecipe } from "./open-recipe.ts";
import { nameAt } from "./symbols-in.ts";

/** Where the name at an offset is given. */
export function definitionsAt(recipe: OpenRecipe, offset: number): Location[] {
  return locationsOf(nameAt(recipe, offset)?.use.definitions ?? [], recipe);
}

/** Where the name at an offset is used, with `includeDefinitions` also where it is given. */
export function referencesAt(recipe: OpenRecipe, offset: number, includeDefinitions: boolean): Location[] {
  const use = nameAt(recipe, offset)?.use;
  if (use === undefined) return [];
  return locationsOf([...(includeDefinitions ? use.definitions : []), ...use.references], recipe);
}

/** The same places for an editor that marks them. */
export function highlightsAt(recipe: OpenRecipe, offset: number): DocumentHighlight[] {
  const use = nameAt(recipe, offset)?.use;
  const mark = (range: Range, kind: DocumentHighlightKind) => ({ range: recipe.lines.toPositions(range), kind });
  return [
    ...(use?.definitions ?? []).map((range) => mark(range, DocumentHighlightKind.Write)),
    ...(use?.references ?? []).map((range) => mark(range, DocumentHighlightKind.Read)),
  ];
}

function locationsOf(ranges: readonly Range[], { uri, lines }: OpenRecipe): Location[] {
  return ranges.map((range) => ({ uri, range: lines.toPositions(range) }));
}
