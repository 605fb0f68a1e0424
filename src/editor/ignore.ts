/** The comment that leaves a finding out, by each of the forms that there are for it. */
import { sourceFromText } from "#grammar/source.ts";
import type { Edit, Finding } from "#rules/define-rule.ts";
import type { Document } from "#rules/document.ts";
import type { SuppressionForm } from "#rules/knowledge/recipe/suppressions.ts";
import { readDocument } from "../engine/lint.ts";
import { isAboutSuppressions } from "../engine/suppress.ts";
import { findTrouble, writeComments } from "../fixer/ignores-comments.ts";
import { type IgnorePlace, placesFor } from "../fixer/ignores-places.ts";
import type { OpenRecipe } from "./open-recipe.ts";

/** What a person puts the reason in the place of. */
export const REASON = "why this is fine here";

/** The forms, the narrowest first, each with the end of a sentence that says what it covers. */
export const IGNORE_FORMS: readonly { readonly form: SuppressionForm; readonly where: string }[] = [
  { form: "deflint-ignore-next-line", where: "here, with a reason" },
  { form: "deflint-ignore-section", where: "in this section, with a reason" },
  { form: "deflint-ignore-file", where: "in this file, with a reason" },
];

/** The edit that writes a comment of a form for a finding; undefined where none can stand that covers it. */
export function ignoreBy(form: SuppressionForm, finding: Finding, { document, judging }: OpenRecipe): Edit | undefined {
  if (isAboutSuppressions(finding) && form !== "deflint-ignore-file") return undefined;
  const read = (text: string): Document => readDocument(sourceFromText(text), judging.options);
  for (const place of placesFor(document, finding)) {
    const edit = place.form === form ? writeAt(place, finding, document, read) : undefined;
    if (edit !== undefined) return edit;
  }
  return undefined;
}

function writeAt(
  place: IgnorePlace,
  finding: Finding,
  document: Document,
  read: (text: string) => Document,
): Edit | undefined {
  const commented = writeComments(document, [{ ...place, codes: [finding.code] }], REASON);
  const { isBroken, uncovered } = findTrouble(document, commented, read(commented.text), [finding]);
  const [line] = commented.lines;
  if (isBroken || uncovered.length > 0 || line === undefined) return undefined;
  return { start: place.offset, end: place.offset, text: commented.text.slice(line.range.start, line.range.end) };
}
