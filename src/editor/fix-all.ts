/** All safe fixes of a recipe at once, as `deflint --fix` applies them. */
import { sourceFromText } from "#grammar/source.ts";
import type { Edit } from "#rules/define-rule.ts";
import { readDocument } from "../engine/lint.ts";
import { converge } from "../fixer/converge.ts";
import { guard } from "../fixer/guard.ts";
import { editsBetween } from "./edits-between.ts";
import { judgeText, type OpenRecipe } from "./open-recipe.ts";

/** The kind of the action, which editors can be told to run on save. */
export const FIX_ALL = "source.fixAll.deflint";

/** The edits that mend a recipe until nothing moves; none where there is nothing to mend. */
export function fixAll({ text, judging }: OpenRecipe): readonly Edit[] {
  const lint = (current: string) => judgeText(readDocument(sourceFromText(current), judging.options), judging);
  const selection = { unsafe: false, hygiene: judging.hygiene };
  return editsBetween(text, converge(text, { lint, guard, selection }).text);
}
