/** Which files without a language of their own are recipes: by name as on the command line, and by their text. */
import { isRecipeName } from "../../../src/files/recipe-names.ts";

/** A line that only recipes have: the header's first key, or the begin of a section. */
const TRACE = /^[^\S\n]*(?:bootstrap[^\S\n]*:|%(?:post|runscript|environment|files|labels|help)(?!\w))/im;

/** Whether a text of this name is a recipe, or is going to be one. */
export function looksLikeRecipe(path: string, text: string): boolean {
  return isRecipeName(path.replaceAll("\\", "/")) && TRACE.test(text);
}
