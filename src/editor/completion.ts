/** What can be written at a place. */
import { type CompletionItem, MarkupKind } from "vscode-languageserver";
import type { Range } from "#grammar/source.ts";
import {
  type Offer,
  offerAgents,
  offerApps,
  offerArguments,
  offerForms,
  offerKeys,
  offerRules,
  offerSections,
  offerStages,
} from "./completion-offers.ts";
import type { OpenRecipe } from "./open-recipe.ts";
import { lineBefore } from "./places.ts";

/** Characters that make an editor ask. */
export const COMPLETION_TRIGGERS = ["%", "{", ":", " ", "-"];

/** The completions at an offset; none where nothing of ours can stand. */
export function completionsAt(recipe: OpenRecipe, offset: number): CompletionItem[] {
  const before = lineBefore(recipe, offset);
  for (const { pattern, offers } of PLACES) {
    const typed = pattern.exec(before)?.[1];
    if (typed === undefined) continue;
    const offered = offers(recipe, offset);
    if (offered !== undefined)
      return offered.map((offer) => toItem(offer, { start: offset - typed.length, end: offset }, recipe));
  }
  return [];
}

interface Place {
  /** What stands in the line before the cursor; its group is what is to be completed. */
  readonly pattern: RegExp;
  /** Undefined where something else may be meant. */
  readonly offers: (recipe: OpenRecipe, offset: number) => readonly Offer[] | undefined;
}

const PLACES: readonly Place[] = [
  { pattern: /#[ \t]*deflint-ignore-[\w-]+[ \t:]+(?:[\w-]+[\s,]+)*([\w-]*)$/, offers: offerRules },
  { pattern: /#[ \t]*(d[\w-]*)$/, offers: offerForms },
  { pattern: /\{\{[ \t]*(\w*)$/, offers: offerArguments },
  { pattern: /^[ \t]*%files[ \t]+from[ \t]+(\S*)$/i, offers: offerStages },
  { pattern: /^[ \t]*%app\w+[ \t]+(\S*)$/i, offers: offerApps },
  { pattern: /^[ \t]*%(\w*)$/, offers: offerSections },
  { pattern: /^[ \t]*bootstrap[ \t]*:[ \t]*(\S*)$/i, offers: offerAgents },
  { pattern: /^[ \t]*(\w*)$/, offers: offerKeys },
];

function toItem(
  { label, kind, detail, words, text = label }: Offer,
  range: Range,
  { lines }: OpenRecipe,
): CompletionItem {
  return {
    label,
    kind,
    ...(detail !== undefined && { detail }),
    ...(words !== undefined && { documentation: { kind: MarkupKind.Markdown, value: words } }),
    // What the client compares with what was typed: the text may begin with a space.
    filterText: label,
    textEdit: { range: lines.toPositions(range), newText: text },
  };
}
