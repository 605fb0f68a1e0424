/** The state of the server: which recipes are open, how each is judged, and when it is judged again. */
import { setTimeout as wait } from "node:timers/promises";
import type { Diagnostic } from "vscode-languageserver";
import { isConfiguration, pathOf } from "./addresses.ts";
import { diagnosticsOf } from "./diagnostics.ts";
import { judgeAgain, type OpenRecipe, type OpenText } from "./open-recipe.ts";
import { makeRecipeStore } from "./recipe-store.ts";
import type { EditorSettings } from "./settings.ts";
import type { SyntaxAnswers } from "./shell-syntax.ts";
import type { EditorShellCheck } from "./shellcheck.ts";
import { makeTurns } from "./turns.ts";

/** Milliseconds without a change after which ShellCheck is asked. */
const REST = 300;

export interface SessionOptions {
  readonly settings: EditorSettings;
  readonly syntax: SyntaxAnswers;
  readonly shellcheck: EditorShellCheck;
  /** The text of an open document as it is now; undefined for one that is not open. */
  readonly textOf: (uri: string) => OpenText | undefined;
  readonly openUris: () => readonly string[];
  /** Whether diagnostics are told as soon as there are any, not only those that come later than they were asked for. */
  readonly isPushed: () => boolean;
  /** Whether a client that asks can be told that there is more to ask for. */
  readonly canTellLater: () => boolean;
  /** Told whenever more is known of a document than before. */
  readonly onDiagnostics: (uri: string, version: number, diagnostics: readonly Diagnostic[]) => void;
  /** Told of what should not have happened. */
  readonly onError: (error: unknown) => void;
}

export interface Session {
  /** A text came or changed. */
  changed(uri: string): void;
  closed(uri: string): void;
  /** The recipe as it is now; undefined for what is not open or is none. */
  recipeOf(uri: string): Promise<OpenRecipe | undefined>;
  /** The diagnostics of a document, for a client that asks for them: what is known later is told, or waited for. */
  diagnose(uri: string): Promise<readonly Diagnostic[]>;
  /** Reads configurations anew and judges all again. */
  reload(): void;
  /** Tells what is wrong with the configurations that are open. */
  showConfigurations(): void;
}

/** A session without any document. */
export function makeSession(options: SessionOptions): Session {
  const { settings, syntax, shellcheck, textOf, openUris, isPushed, canTellLater, onDiagnostics, onError } = options;
  const recipes = makeRecipeStore(settings, textOf, shellcheck.isWanted);
  const changes = new Map<string, number>();
  const completing = new WeakSet<object>();

  /** Resolves to the recipe with what the shells say of it. */
  const askShells = async (recipe: OpenRecipe): Promise<OpenRecipe> => {
    if (!syntax.isAsking()) return recipe;
    await syntax.settled();
    if (!recipes.isCurrent(recipe)) return recipe;
    const again = judgeAgain(recipe);
    recipes.keep(again);
    return again;
  };
  const complete = async (recipe: OpenRecipe): Promise<void> => {
    if (completing.has(recipe.document) || !shellcheck.isWanted(recipe)) return;
    completing.add(recipe.document);
    if ((changes.get(recipe.uri) ?? 0) > 1) await wait(REST);
    const completed = recipes.isCurrent(recipe) ? await shellcheck.complete(recipe) : undefined;
    if (completed === undefined || !recipes.isCurrent(recipe)) return;
    recipes.keep(completed);
    onDiagnostics(recipe.uri, recipe.version, diagnosticsOf(completed));
  };
  const push = async (uri: string): Promise<void> => {
    if (isConfiguration(uri)) {
      const problems = await problemsIn(uri);
      onDiagnostics(uri, textOf(uri)?.version ?? 0, problems);
      return;
    }
    const recipe = await recipes.of(uri);
    if (recipe === undefined) return;
    onDiagnostics(uri, recipe.version, diagnosticsOf(recipe));
    const asked = await askShells(recipe);
    if (asked !== recipe && recipes.isCurrent(asked)) onDiagnostics(uri, asked.version, diagnosticsOf(asked));
    await complete(asked);
  };
  const problemsIn = async (uri: string): Promise<Diagnostic[]> => {
    // Read as for a recipe beside it, be there one or not.
    await settings.of(new URL("unsaved.def", uri).href);
    return settings.problems().flatMap(({ path, diagnostic }) => (path === pathOf(uri) ? [diagnostic] : []));
  };
  const schedule = makeTurns((uri) => push(uri).catch(onError));
  return {
    recipeOf: recipes.of,
    changed(uri) {
      recipes.changed(uri);
      changes.set(uri, (changes.get(uri) ?? 0) + 1);
      if (isPushed()) schedule(uri);
    },
    closed(uri) {
      recipes.closed(uri);
      changes.delete(uri);
    },
    async diagnose(uri) {
      if (isConfiguration(uri)) return problemsIn(uri);
      const recipe = await recipes.of(uri);
      if (recipe === undefined) return [];
      const asked = await askShells(recipe);
      const completion = complete(asked).catch(onError);
      if (!canTellLater()) await completion;
      return diagnosticsOf((await recipes.of(uri)) ?? asked);
    },
    reload() {
      settings.reload();
      recipes.clear();
      if (isPushed()) for (const uri of openUris()) schedule(uri);
    },
    showConfigurations() {
      if (isPushed()) for (const uri of openUris().filter(isConfiguration)) schedule(uri);
    },
  };
}
