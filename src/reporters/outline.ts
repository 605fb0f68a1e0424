/** The outline of a recipe for a person: stages, sections, files, labels, apps, arguments, and what Apptainer says of it. */
import type { ApptainerAnswer } from "#grammar/apptainer-build.ts";
import type { Recipe, Section, Stage } from "#grammar/ast.ts";
import type { Range } from "#grammar/source.ts";
import { printable } from "./printable.ts";

/** Renders the outline, each line ended. Lines are 1-based. */
export function renderOutline(path: string, recipe: Recipe, answer: ApptainerAnswer): string {
  const lines = [
    path,
    ...recipe.stages.flatMap((stage) => describeStage(recipe, stage)),
    `  ${describeAnswer(answer)}`,
  ];
  return lines.map((line) => `${printable(line, { oneLine: true })}\n`).join("");
}

function describeStage(recipe: Recipe, stage: Stage): string[] {
  const name = stage.name === undefined ? "" : ` "${stage.name}"`;
  return [
    `  stage ${stage.index + 1}${name}, ${linesOf(recipe, stage)}`,
    ...stage.header.entries.map(({ key, value }) => `    ${key.text}: ${value.text}`),
    ...stage.sections.flatMap((section) => describeSection(recipe, section)),
    ...describeReferences(recipe, stage),
  ];
}

function describeSection(recipe: Recipe, section: Section): string[] {
  const words = section.arguments === undefined ? "" : ` ${section.arguments.text}`;
  const unknown = section.type === undefined ? " (no section of Apptainer's)" : "";
  return [
    `    %${section.name.text}${words}, ${linesOf(recipe, section)}${unknown}`,
    ...section.items.flatMap((item) => {
      switch (item.kind) {
        case "files-entry":
          return [`      ${item.words.map(({ text }) => text).join(" -> ")}`];
        case "label":
          return [`      ${item.key.text} = ${item.value.text}`];
        case "argument":
          return item.value === undefined ? [] : [`      ${item.name.text} = ${item.value.text}`];
        default:
          return [];
      }
    }),
  ];
}

/** Where each `{{ }}` of a stage is used. */
function describeReferences(recipe: Recipe, { templates }: Stage): string[] {
  const uses = new Map<string, number[]>();
  for (const { name, skipped, start } of templates) {
    if (!skipped) uses.set(name, [...(uses.get(name) ?? []), recipe.source.positionAt(start).line + 1]);
  }
  return [...uses].map(([name, lines]) => `    {{ ${name} }} in line ${[...new Set(lines)].join(", ")}`);
}

function linesOf({ source }: Recipe, { start, end }: Range): string {
  const first = source.positionAt(start).line + 1;
  const last = source.positionAt(start + source.slice({ start, end }).trimEnd().length).line + 1;
  return first === last ? `line ${first}` : `lines ${first}-${last}`;
}

function describeAnswer(answer: ApptainerAnswer): string {
  if (!answer.ok) return `Apptainer refuses it: ${answer.error}`;
  if (!answer.build.ok) return `Apptainer refuses to build it: ${answer.build.error}`;
  const [error] = answer.build.buildErrors ?? [];
  return error === undefined ? "Apptainer takes it" : `Apptainer refuses to build it: ${error}`;
}
