/** Notes on references to build arguments. */
import type { TemplateReference } from "#grammar/ast.ts";
import type { StageContext } from "#rules/document.ts";
import type { Note } from "./hover.ts";
import { inCode } from "./markdown.ts";
import type { OpenRecipe } from "./open-recipe.ts";
import { argumentsOf } from "./symbols-in.ts";

/** The value that a reference gets, and where that comes from. */
export function describeTemplate(
  template: TemplateReference,
  stage: StageContext,
  { lines, document }: OpenRecipe,
): Note {
  const { name, skipped } = template;
  const note = (text: string): Note => ({ range: template, text: `**{{ ${name} }}** ${text}` });
  if (skipped) return note("stands behind what Apptainer takes for a comment, and is left as it is.");
  const value = stage.values.get(name);
  if (value === undefined)
    return note(
      `has no default in this stage: the build needs \`--build-arg ${name}=...\`, or \`%arguments\` with \`${name}=...\`.`,
    );
  const definition = argumentsOf(stage.stage).findLast((one) => one.name.text === name && one.value !== undefined);
  const origin = document.given.has(name)
    ? "from the configuration"
    : definition && `the default in line ${lines.positionAt(definition.start).line + 1}`;
  return note(
    `is ${value === "" ? "empty" : inCode(value)}${origin === undefined ? "" : `, ${origin}`}. \`--build-arg ${name}=...\` gives another.`,
  );
}
