/** Answers what a client asks about a recipe: finds the recipe, calls the feature, and nothing else. */
import {
  type CodeAction,
  type Connection,
  ErrorCodes,
  ResponseError,
  type TextDocumentPositionParams,
} from "vscode-languageserver";
import { type ActionData, codeActionsFor, resolveFixAll } from "./code-actions.ts";
import { completionsAt } from "./completion.ts";
import { definitionsAt, highlightsAt, referencesAt } from "./definition.ts";
import { foldsOf } from "./folding.ts";
import { formattingOf } from "./formatting.ts";
import { hoverAt } from "./hover.ts";
import { linksOf } from "./links.ts";
import type { OpenRecipe } from "./open-recipe.ts";
import { prepareRename, rename } from "./rename.ts";
import { semanticTokensOf } from "./semantic-tokens.ts";
import { symbolsOf } from "./symbols.ts";

/**
 * Registers all answers.
 * @param recipeOf the recipe of an address as it is now; undefined for what is not open or is none
 * @param isLazy whether the client asks for the edit of an action when a person has chosen it
 */
export function answerRequests(
  connection: Connection,
  recipeOf: (uri: string) => Promise<OpenRecipe | undefined>,
  isLazy: () => boolean,
): void {
  const onRecipe = async <Answer>(uri: string, answer: (recipe: OpenRecipe) => Answer): Promise<Answer | null> => {
    const recipe = await recipeOf(uri);
    return recipe === undefined ? null : answer(recipe);
  };
  const atPlace = <Answer>(
    { textDocument, position }: TextDocumentPositionParams,
    answer: (recipe: OpenRecipe, offset: number) => Answer,
  ): Promise<Answer | null> => onRecipe(textDocument.uri, (recipe) => answer(recipe, recipe.lines.offsetAt(position)));

  connection.onCodeAction(({ textDocument, range, context }) =>
    onRecipe(textDocument.uri, (recipe) => codeActionsFor(recipe, range, context, isLazy())),
  );
  connection.onCodeActionResolve(async (action: CodeAction) => {
    const { uri } = (action.data ?? {}) as Partial<ActionData>;
    return (uri && (await onRecipe(uri, (recipe) => resolveFixAll(recipe, action)))) || action;
  });
  connection.onHover(async (params) => {
    const { docs } = await import("../docs/index.ts");
    return (await atPlace(params, (recipe, offset) => hoverAt(recipe, offset, docs))) ?? null;
  });
  connection.onCompletion((params) => atPlace(params, completionsAt));
  connection.onDefinition((params) => atPlace(params, definitionsAt));
  connection.onReferences((params) =>
    atPlace(params, (recipe, offset) => referencesAt(recipe, offset, params.context.includeDeclaration)),
  );
  connection.onDocumentHighlight((params) => atPlace(params, highlightsAt));
  connection.onPrepareRename(async (params) => (await atPlace(params, prepareRename)) ?? null);
  connection.onRenameRequest(async (params) => {
    const answer = await atPlace(params, (recipe, offset) => rename(recipe, offset, params.newName));
    return answer !== null && "refusal" in answer
      ? new ResponseError(ErrorCodes.InvalidParams, answer.refusal)
      : answer;
  });
  connection.onDocumentSymbol(({ textDocument }) => onRecipe(textDocument.uri, symbolsOf));
  connection.onFoldingRanges(({ textDocument }) => onRecipe(textDocument.uri, foldsOf));
  connection.onDocumentLinks(({ textDocument }) => onRecipe(textDocument.uri, linksOf));
  connection.onDocumentFormatting(({ textDocument }) => onRecipe(textDocument.uri, formattingOf));
  connection.languages.semanticTokens.on(
    async ({ textDocument }) => (await onRecipe(textDocument.uri, semanticTokensOf)) ?? { data: [] },
  );
}
