/** `.def` is the ending of a dozen formats, so such a file is taken for a recipe by what stands in it. */
import { languages, type TextDocument } from "vscode";
import { LANGUAGE } from "./language.ts";
import { looksLikeRecipe } from "./looks-like-recipe.ts";

/** Gives a text that VS Code knows no language for the language of recipes where it is one. */
export async function recognise(document: TextDocument): Promise<void> {
  if (document.languageId !== "plaintext" || !looksLikeRecipe(document.fileName, document.getText())) return;
  await languages.setTextDocumentLanguage(document, LANGUAGE);
}
