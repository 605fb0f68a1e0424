/** Whether comments that were written into a recipe change nothing but comments: for Apptainer, and for the shells. */
import { askApptainer } from "#grammar/apptainer-build.ts";
import type { Document } from "#rules/document.ts";

/** Whether Apptainer and the shells read two recipes alike, but for comments of deflint. Never throws. */
export function readsAlike(before: Document, after: Document): boolean {
  return readingOf(before) === readingOf(after) && commandsOf(before) === commandsOf(after);
}

/** What Apptainer makes of a recipe, without deflint's comments and the bytes that they take. */
export function readingOf({ recipe, given }: Pick<Document, "recipe" | "given">): string {
  return JSON.stringify(askApptainer(recipe, given), (key, value: unknown) => {
    if (key === "start" || key === "length") return undefined;
    return typeof value === "string" ? value.replace(/^[ \t]*#+[ \t]*deflint-ignore-[^\n]*(?:\n|$)/gm, "") : value;
  });
}

/** What the shells make of the scripts. */
function commandsOf({ stages }: Document): string {
  return JSON.stringify(
    stages.map(({ scripts }) =>
      scripts.map(({ script: { interpreter, tree } }) => [
        interpreter,
        tree?.errors.length,
        tree?.commands.map(({ words, assignments, heredocs }) => [
          words.map(({ text }) => text),
          assignments.map(({ name, value }) => [name, value?.text]),
          heredocs.map(({ body }) => body.text),
        ]),
      ]),
    ),
  );
}
