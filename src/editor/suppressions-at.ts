/** The comment that leaves findings out at an offset, and the word of it that is meant. */
import type { Text } from "#grammar/ast.ts";
import { readSuppressions, type Suppression } from "#rules/knowledge/recipe/suppressions.ts";
import type { OpenRecipe } from "./open-recipe.ts";
import { touches } from "./places.ts";

export interface SuppressionWord {
  readonly suppression: Suppression;
  readonly word: Text;
  readonly kind: "form" | "rule";
}

/** The form or the rule that a cursor stands in. */
export function suppressionWordAt({ document }: OpenRecipe, offset: number): SuppressionWord | undefined {
  for (const suppression of readSuppressions(document)) {
    const { form, rules } = suppression;
    if (touches(form, offset)) return { suppression, word: form, kind: "form" };
    const rule = rules.find((one) => touches(one, offset));
    if (rule !== undefined) return { suppression, word: rule, kind: "rule" };
  }
  return undefined;
}
