/** What the comments that leave findings out cover, as an editor tells it. */
import type { SuppressionForm } from "#rules/knowledge/recipe/suppressions.ts";

export const SUPPRESSION_WORDS: Readonly<Record<SuppressionForm, string>> = {
  "deflint-ignore-next-line": "Leaves findings out of what stands next: an entry, a section's line or a whole command.",
  "deflint-ignore-section": "Leaves findings out of the section or header that it stands in, or directly above.",
  "deflint-ignore-start": "Leaves findings out down to `deflint-ignore-end` with the same rules.",
  "deflint-ignore-end": "Ends what the nearest `deflint-ignore-start` with the same rules began.",
  "deflint-ignore-file": "Leaves findings out of the whole recipe.",
};
