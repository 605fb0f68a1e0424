/** Whether a recipe is read as before when its layout changed: by Apptainer, and by the shells. */

import { askApptainer } from "#grammar/apptainer-build.ts";
import { parse } from "#grammar/index.ts";
import type { Command } from "#grammar/shell/tree.ts";
import { sourceFromText } from "#grammar/source.ts";
import { SECTION_TYPES } from "#grammar/vocabulary.ts";
import { type Document, makeDocument } from "#rules/document.ts";
import { guard } from "../fixer/guard.ts";

/** Tells of texts whether they are read as the document is. Never throws. */
export function makeLayoutGuard({ source, given, target, recipe }: Document): (after: string) => boolean {
  const before = readingOf(makeDocument(recipe, target, given));
  return (after) =>
    guard(source.text, after, []) === undefined &&
    readingOf(makeDocument(parse(sourceFromText(after)), target, given)) === before;
}

/** All that is read of a recipe but blank lines, and space at the ends of a script's lines. */
function readingOf({ recipe, given, stages }: Document): string {
  const answer = askApptainer(recipe, given);
  const read = answer.ok ? { build: answer.build, stages: answer.stages.map(describeStage) } : answer;
  const scripts = stages.map((stage) =>
    stage.scripts.map(({ script: { interpreter, tree, joined } }) =>
      tree === undefined
        ? [interpreter, joined.text]
        : [
            interpreter,
            tree.errors.length,
            tree.commands.map(describeCommand),
            tree.tests.map(({ start, end }) => recipe.source.slice({ start, end })),
          ],
    ),
  );
  return JSON.stringify([read, scripts]);
}

type Stages = Extract<ReturnType<typeof askApptainer>, { ok: true }>["stages"];

/** Of scripts the arguments alone: what they say is compared command by command. Texts are compared but for their ends. */
function describeStage({ header, files, labels, appOrder, sections, arguments: values }: Stages[number]) {
  const parts = Object.entries(sections).map(([name, { args, script }]) => [
    name,
    args,
    Object.hasOwn(SECTION_TYPES, name) && SECTION_TYPES[name as keyof typeof SECTION_TYPES] === "text"
      ? script.trimEnd()
      : "",
  ]);
  return { header, files, labels, appOrder, parts, values };
}

function describeCommand({ words, assignments, redirects, heredocs, role }: Command) {
  return [
    words.map(({ text }) => text),
    assignments.map(({ name, value, append }) => [name, value?.text, append]),
    redirects.map(({ operator, target }) => [operator, target?.text]),
    heredocs.map(({ body, delimiter, closed }) => [body.text, delimiter, closed]),
    role,
  ];
}
