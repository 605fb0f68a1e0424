/** Text to tree. */
import type { Recipe } from "./ast.ts";
import { buildRecipe } from "./build-ast.ts";
import { parseToCst } from "./parser.ts";
import { type SourceText, sourceFromText } from "./source.ts";

export * from "./ast.ts";
export { type Position, type Range, type SourceText, sourceFromBytes, sourceFromText } from "./source.ts";

/** The tree of a definition file. Never throws: what Apptainer refuses or misreads has its nodes too. */
export function parse(text: string | SourceText): Recipe {
  const source = typeof text === "string" ? sourceFromText(text) : text;
  return buildRecipe(source, parseToCst(source.text).cst);
}
