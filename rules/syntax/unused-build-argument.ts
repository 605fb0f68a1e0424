import type { Recipe } from "#grammar/ast.ts";
import type { Range } from "#grammar/source.ts";
import { type Draft, defineRule, inEveryMode } from "../define-rule.ts";
import type { Document } from "../document.ts";
import { findClosestName } from "../knowledge/closest-name.ts";

function* check(recipe: Recipe, { given, target, source }: Document): Iterable<Draft> {
  const templates = recipe.stages.flatMap((stage) => stage.templates).filter(({ skipped }) => !skipped);
  const used = new Set(templates.map(({ name }) => name));
  const range = placeOf(recipe);
  if (range === undefined) return;
  const text = source.slice(range).trimEnd();
  for (const name of given.keys()) {
    if (used.has(name)) continue;
    yield {
      range: { start: range.start, end: range.start + text.length },
      severity: target.building === true ? "error" : "info",
      message: describe(name, findClosestName(name, [...used])),
    };
  }
}

/** It belongs to the command line; the first line of the recipe has to do. */
function placeOf({ stages: [stage] }: Recipe): Range | undefined {
  return stage?.header.entries[0] ?? stage?.sections[0]?.line;
}

function describe(name: string, meant: string | undefined): string {
  const hint = meant === undefined ? "" : ` Did you mean ${meant}?`;
  return `The build argument ${name} is given, but no {{ ${name} }} stands in the recipe outside of comments, and Apptainer refuses to build with unused arguments.${hint} Take it off the command line or out of the argument file.`;
}

export default defineRule({
  meta: {
    code: "DF023",
    name: "unused-build-argument",
    summary: "Give only build arguments that the recipe uses",
    why: `Apptainer counts which of the values from \`--build-arg\` and \`--build-arg-file\` went into the recipe, and refuses to build when one did not. A
\`{{ NAME }}\` in a comment does not count. Often the name is misspelt on one of the two sides. Take the argument off the command line, or
use it in the recipe; \`--warn-unused-build-args\` makes it a warning.`,
    severity: "info",
    confidence: "high",
    fix: "none",
    modes: inEveryMode("fails"),
    since: "0.1.0",
    sources: ["Apptainer, cmd/internal/cli/build.go, --warn-unused-build-args"],
  },
  on: { recipe: check },
});
