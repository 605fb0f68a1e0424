/** Values for `{{ }}` references that stand ready for many recipes, each of which takes those that it refers to. */
import type { Recipe } from "#grammar/ast.ts";

/**
 * The offered values that a recipe refers to and that nobody gave it otherwise: Apptainer refuses to build with any that the recipe does
 * not use.
 */
export function takeOffered(
  recipe: Recipe,
  given: ReadonlyMap<string, string>,
  offered: ReadonlyMap<string, string>,
): Map<string, string> {
  const taken = new Map<string, string>();
  if (offered.size === 0) return taken;
  const references = recipe.stages.flatMap(({ templates }) => templates).filter(({ skipped }) => !skipped);
  for (const { name } of references) {
    const value = given.has(name) ? undefined : offered.get(name);
    if (value !== undefined) taken.set(name, value);
  }
  return taken;
}
