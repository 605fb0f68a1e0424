/** The open recipes, each read when it is asked for and kept until it changes. */
import { isConfiguration } from "./addresses.ts";
import { carryOver } from "./carried.ts";
import { type OpenRecipe, type OpenText, openRecipe } from "./open-recipe.ts";
import type { EditorSettings } from "./settings.ts";

export interface RecipeStore {
  /** The recipe as it is now; undefined for what is not open or is none. */
  of(uri: string): Promise<OpenRecipe | undefined>;
  /** Whether nothing was typed, closed or configured since a recipe was read. */
  isCurrent(recipe: OpenRecipe): boolean;
  /** Takes a recipe of which more is known in place of itself. */
  keep(recipe: OpenRecipe): void;
  changed(uri: string): void;
  closed(uri: string): void;
  /** Has all read anew. */
  clear(): void;
}

/**
 * A store without any recipe.
 * @param textOf the text of an open document as it is now; undefined for one that is not open
 * @param isAwaited whether what ShellCheck said of a recipe stays until it speaks of the next version
 */
export function makeRecipeStore(
  settings: Pick<EditorSettings, "of">,
  textOf: (uri: string) => OpenText | undefined,
  isAwaited: (recipe: OpenRecipe) => boolean,
): RecipeStore {
  const recipes = new Map<string, OpenRecipe>();
  /** Each as it was when it was last read before it changed. */
  const former = new Map<string, OpenRecipe>();
  const read = async (uri: string): Promise<OpenRecipe | undefined> => {
    if (isConfiguration(uri)) return undefined;
    const held = recipes.get(uri);
    if (held !== undefined) return held;
    const asked = settings.of(uri);
    const judging = await asked;
    // Meanwhile the configuration may have changed.
    if (settings.of(uri) !== asked) return read(uri);
    const text = textOf(uri);
    const last = former.get(uri);
    const carried = text && last && isAwaited(last) ? carryOver(last, text.text) : [];
    const recipe = recipes.get(uri) ?? (text && openRecipe(text, judging, carried));
    if (recipe !== undefined) recipes.set(uri, recipe);
    return recipe;
  };
  return {
    of: read,
    isCurrent: ({ uri, document }) => recipes.get(uri)?.document === document,
    keep: (recipe) => void recipes.set(recipe.uri, recipe),
    changed(uri) {
      const last = recipes.get(uri);
      if (last !== undefined) former.set(uri, last);
      recipes.delete(uri);
    },
    closed(uri) {
      recipes.delete(uri);
      former.delete(uri);
    },
    clear() {
      recipes.clear();
      former.clear();
    },
  };
}
