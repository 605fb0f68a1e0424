/** Open recipes for tests of features, with the cursor where a mark stands. */
import { rules } from "#rules/index.ts";
import { type OpenRecipe, openRecipe } from "../../src/editor/open-recipe.ts";
import { makeTarget } from "../../src/engine/target.ts";

export const URI = "file:///recipes/x.def";

/** A recipe, judged with all rules. */
export function openText(text: string, { hygiene = false }: { hygiene?: boolean } = {}): OpenRecipe {
  const options = { rules, target: makeTarget("suid-fakeroot") };
  return openRecipe({ uri: URI, version: 1, text }, { options, hygiene, usesShellCheck: false });
}

/** A recipe without the `|` in its text, and the offset at which that stood. */
export function openAt(marked: string): { readonly recipe: OpenRecipe; readonly offset: number } {
  const offset = marked.indexOf("|");
  return { recipe: openText(marked.slice(0, offset) + marked.slice(offset + 1)), offset };
}

export const HEADER = "Bootstrap: docker\nFrom: ubuntu:24.04\n";
