/** The names of a recipe: build arguments, each of one stage, and stages. Where they are given, and where they are used. */
import { stageCopiedFrom } from "#grammar/apptainer-build.ts";
import type { Argument, Section, Stage, Text } from "#grammar/ast.ts";
import type { Range } from "#grammar/source.ts";
import type { OpenRecipe } from "./open-recipe.ts";
import { stageAt, touches } from "./places.ts";

/** A name and all its places in file order; the ranges are those of the name alone. */
export interface NameUse {
  readonly kind: "argument" | "stage";
  readonly name: string;
  readonly definitions: readonly Range[];
  readonly references: readonly Range[];
  /** The other names of its kind that are given where it holds. */
  readonly taken: readonly string[];
}

/** The name that a cursor stands in, and that place of it. */
export function nameAt(
  recipe: OpenRecipe,
  offset: number,
): { readonly use: NameUse; readonly range: Range } | undefined {
  const stage = stageAt(recipe, offset)?.stage;
  const uses = [...(stage === undefined ? [] : argumentUses(stage, recipe)), ...stageUses(recipe)];
  for (const use of uses) {
    const range = [...use.definitions, ...use.references].find((place) => touches(place, offset));
    if (range !== undefined) return { use, range };
  }
  return undefined;
}

/** The lines of a stage's `%arguments`. */
export function argumentsOf({ sections }: Stage): Argument[] {
  return sections
    .filter(({ type }) => type === "arguments")
    .flatMap(({ items }) => items.flatMap((item) => (item.kind === "argument" ? [item] : [])));
}

function argumentUses(stage: Stage, { text }: OpenRecipe): NameUse[] {
  const definitions = argumentsOf(stage).map(({ name }) => name);
  const references = stage.templates.map(({ name, start }): Text => {
    const at = text.indexOf(name, start);
    return { start: at, end: at + name.length, text: name };
  });
  return usesOf("argument", definitions, references);
}

function stageUses({ document }: OpenRecipe): NameUse[] {
  const { stages } = document.recipe;
  const definitions = stages.flatMap(
    ({ header }) => header.entries.findLast(({ name }) => name === "stage")?.value ?? [],
  );
  const references = stages.flatMap(({ sections }) => sections.flatMap((section) => copiedFrom(section) ?? []));
  return usesOf("stage", definitions, references);
}

/** The stage's name in `%files from NAME`. */
export function copiedFrom(section: Section): Text | undefined {
  if (section.type !== "files" || section.arguments === undefined) return undefined;
  const { text, start } = section.arguments;
  const name = stageCopiedFrom(text);
  if (name === undefined) return undefined;
  // Behind the first word, which may hold the same letters.
  const first = /^\s*\S+/.exec(text)?.[0].length ?? 0;
  const at = start + text.indexOf(name, first);
  return { start: at, end: at + name.length, text: name };
}

function usesOf(kind: NameUse["kind"], definitions: readonly Text[], references: readonly Text[]): NameUse[] {
  const given = [...new Set(definitions.map(({ text }) => text))];
  const names = new Set([...given, ...references.map(({ text }) => text)]);
  names.delete("");
  return [...names].map((name) => ({
    kind,
    name,
    definitions: definitions.filter(({ text }) => text === name),
    references: references.filter(({ text }) => text === name),
    taken: given.filter((other) => other !== name),
  }));
}
