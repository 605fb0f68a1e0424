/** What deflint's own parser says of the places that the grammar colours. */
import type { Recipe, Section } from "#grammar/ast.ts";
import { leavesOf } from "#grammar/index.ts";
import { interpreterOf } from "#grammar/shell/interpreter.ts";
import { isHeaderKey, SECTION_TYPES } from "#grammar/vocabulary.ts";

/** Scopes, without their endings, that stand at the starts of words of a recipe and nowhere else. */
export const MARKS = [
  "keyword.control.section",
  "keyword.other.header",
  "invalid.illegal.section",
  "invalid.illegal.header",
];
/** Around the body of a script. */
export const EMBEDDED = "meta.embedded.block";

/** The mark at each UTF-16 offset that has one. */
export function expectMarks({ stages }: Recipe): ReadonlyMap<number, string> {
  const marks = new Map<number, string>();
  for (const { header, sections } of stages) {
    for (const { name, key } of header.entries)
      if (key.text !== "") marks.set(key.start, isHeaderKey(name) ? "keyword.other.header" : "invalid.illegal.header");
    for (const { name, type } of sections)
      if (name.text !== "") marks.set(name.start, type ? "keyword.control.section" : "invalid.illegal.section");
  }
  return marks;
}

/** The offsets of the `#` of comments that have their line to themselves, outside of scripts. */
export function expectComments(recipe: Recipe): readonly number[] {
  return leavesOf(recipe).flatMap((leaf) =>
    leaf.kind === "comment" ? leaf.start + recipe.source.slice(leaf).indexOf("#") : [],
  );
}

/** The language that a section's script is embedded in; undefined where it is no script. */
export function expectLanguage({ type, body, arguments: words }: Section, recipe: Recipe): string | undefined {
  if (type === undefined || SECTION_TYPES[type] !== "script") return undefined;
  const { shell, program } = interpreterOf(type, words?.text ?? "", recipe.source.slice(body));
  if (shell !== "other") return `${EMBEDDED}.shellscript`;
  return /(?:^|\/)python[\d.]*$/.test(program) ? `${EMBEDDED}.python` : `${EMBEDDED}.other`;
}
