/** Which files that VS Code knows no language for become recipes. */
import { expect, it } from "vitest";
import { looksLikeRecipe } from "../../../editors/vscode/src/looks-like-recipe.ts";
import { recipesIn } from "../../corpus/corpus.ts";

const RECIPE = "# A comment\nbootstrap: docker\n";

it("takes recipes by name and by text", () => {
  expect(looksLikeRecipe("/x/app.def", RECIPE)).toBe(true);
  expect(looksLikeRecipe("C:\\x\\Singularity.gpu", "%post\n")).toBe(true);
  expect(looksLikeRecipe("/x/notes.txt", RECIPE)).toBe(false);
  expect(looksLikeRecipe("/x/fft.def", "LIBRARY fft\nEXPORTS\n    bootstrap\n")).toBe(false);
  expect(looksLikeRecipe("/x/empty.def", "")).toBe(false);
});

it("takes every recipe of the collection", () => {
  const missed = recipesIn("recipes").filter(({ source }) => !looksLikeRecipe("x.def", source.text));
  expect(missed.map(({ name }) => name)).toEqual([]);
});
