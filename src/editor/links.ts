/** Links from the rules that comments name to where these are documented. */
import type { DocumentLink } from "vscode-languageserver";
import { namesShellCheck, readSuppressions } from "#rules/knowledge/recipe/suppressions.ts";
import { findingUrl } from "../reporters/rule-url.ts";
import type { OpenRecipe } from "./open-recipe.ts";

/** The links of a recipe; none for a rule that has no page. */
export function linksOf({ document, judging, lines }: OpenRecipe): DocumentLink[] {
  return readSuppressions(document).flatMap(({ rules }) =>
    rules.flatMap((word) => {
      const target = urlOf(word.text, judging.options.rules);
      return target === null ? [] : [{ range: lines.toPositions(word), target }];
    }),
  );
}

type Rules = OpenRecipe["judging"]["options"]["rules"];

function urlOf(word: string, rules: Rules): string | null {
  const named = word.toLowerCase();
  const rule = rules.find(({ meta }) => meta.code.toLowerCase() === named || meta.name === named)?.meta;
  if (rule !== undefined) return findingUrl({ source: "deflint", ...rule });
  if (!namesShellCheck(word) || named === "shellcheck") return null;
  return findingUrl({ source: "shellcheck", code: word.toUpperCase(), name: word });
}
