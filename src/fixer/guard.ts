/** What every fix has to leave as it was. */
import { leavesOf, parse, type Recipe, type Stage } from "#grammar/index.ts";
import { buildScriptsOf } from "#grammar/shell/build-script.ts";
import type { Fix } from "#rules/define-rule.ts";
import { readComment } from "#rules/knowledge/recipe/suppression-comments.ts";

/** Says in one sentence what the fixes broke between two texts; undefined where all is well. */
export type Guard = (before: string, after: string, fixes: readonly Fix[]) => string | undefined;

/**
 * The guard of every command: no new syntax error, no lost comment, and header, sections, files and labels as before; a fix
 * that says that it changes them is let pass. Whoever grades a fix, safe or unsafe, grades none of this. Never throws.
 */
export const guard: Guard = (before, after, fixes) => {
  // What is read anew brings its scripts along as they always were: with their errors, and comments that may be none now.
  if (fixes.some((fix) => fix.changesStructure)) return undefined;
  const old = parse(before);
  const mended = parse(after);
  if (structureOf(old) !== structureOf(mended)) {
    return "it would change the header, a section's line, files or labels";
  }
  const [oldScripts, newScripts] = [readScripts(old), readScripts(mended)];
  if (newScripts.errors > oldScripts.errors) return "it would make a shell syntax error";
  const oldComments = [...oldScripts.comments, ...commentsBetween(old)];
  const newComments = [...newScripts.comments, ...commentsBetween(mended)];
  return losesOne(oldComments.filter(isForPeople), newComments) ? "it would lose a comment" : undefined;
};

/** All of a recipe but its scripts, help and comments, as one string. */
function structureOf(recipe: Recipe): string {
  return JSON.stringify(recipe.stages.map(describeStage));
}

function describeStage({ header, sections }: Stage) {
  return {
    header: header.entries.map(({ name, value }) => [name, value.text]),
    sections: sections.map((section) => ({
      mark: section.mark.text,
      name: section.name.text,
      arguments: section.arguments?.text,
      items: section.items.flatMap((item) => {
        if (item.kind === "files-entry") return [item.words.map(({ text }) => text)];
        if (item.kind === "label") return [[item.key.text, item.value.text]];
        return item.kind === "argument" ? [[item.name.text, item.value?.text]] : [];
      }),
    })),
  };
}

/** Shell syntax errors and comments of all scripts; build arguments make no difference to either. */
function readScripts(recipe: Recipe): { readonly errors: number; readonly comments: readonly string[] } {
  const trees = recipe.stages.flatMap((stage) =>
    buildScriptsOf(recipe.source, stage, new Map()).map(({ tree }) => tree),
  );
  return {
    errors: trees.reduce((sum, tree) => sum + (tree?.errors.length ?? 0), 0),
    comments: trees.flatMap((tree) => tree?.comments.map(({ text }) => text.trimEnd()) ?? []),
  };
}

/** The comments of the header, of the sections that are lists, and before the first stage. */
function commentsBetween(recipe: Recipe): string[] {
  return leavesOf(recipe).flatMap((leaf) => (leaf.kind === "comment" ? [recipe.source.slice(leaf).trim()] : []));
}

/** What is said to deflint may go when it says nothing any more. */
function isForPeople(comment: string): boolean {
  return readComment(comment, 0, comment.length) === undefined;
}

function losesOne(before: readonly string[], after: readonly string[]): boolean {
  const left = new Map<string, number>();
  for (const comment of after) left.set(comment, (left.get(comment) ?? 0) + 1);
  return before.some((comment) => {
    const count = left.get(comment) ?? 0;
    left.set(comment, count - 1);
    return count === 0;
  });
}
