/** What a person reads of the word under the cursor: what it is, what Apptainer makes of it, and why something is found there. */
import { type Hover, MarkupKind } from "vscode-languageserver";
import type { Range } from "#grammar/source.ts";
import type { RuleDoc } from "../docs/rule-doc.ts";
import { describeAgent, describeHeaderKey, describeHeaderValue } from "./hover-header.ts";
import { describeFindings, describeRule } from "./hover-rules.ts";
import { describeSection } from "./hover-section.ts";
import { describeTemplate } from "./hover-template.ts";
import type { OpenRecipe } from "./open-recipe.ts";
import { leafAt, sectionAt, stageAt, templateAt, touches } from "./places.ts";
import { suppressionWordAt } from "./suppressions-at.ts";
import { isOneOf } from "./words/is-one-of.ts";
import { SUPPRESSION_WORDS } from "./words/suppression-forms.ts";

/** Markdown about a range. */
export interface Note {
  readonly range: Range;
  readonly text: string;
}

/** The notes on an offset; undefined where there is nothing to say. `docs` are those of all rules. */
export function hoverAt(recipe: OpenRecipe, offset: number, docs: readonly RuleDoc[]): Hover | undefined {
  const word = noteOn(recipe, offset, docs);
  const findings = describeFindings(recipe, offset, docs);
  const notes = [...(word === undefined ? [] : [word]), ...findings];
  const [first] = notes;
  if (first === undefined) return undefined;
  const value = notes.map(({ text }) => text).join("\n\n---\n\n");
  return { contents: { kind: MarkupKind.Markdown, value }, range: recipe.lines.toPositions(first.range) };
}

function noteOn(recipe: OpenRecipe, offset: number, docs: readonly RuleDoc[]): Note | undefined {
  const suppression = suppressionWordAt(recipe, offset);
  if (suppression?.kind === "rule") return describeRule(suppression.word, docs);
  if (suppression !== undefined) {
    const { word } = suppression;
    return isOneOf(SUPPRESSION_WORDS, word.text) ? { range: word, text: SUPPRESSION_WORDS[word.text] } : undefined;
  }
  const stage = stageAt(recipe, offset);
  if (stage === undefined) return undefined;
  const template = templateAt(recipe, offset);
  if (template !== undefined) return describeTemplate(template, stage, recipe);
  const leaf = leafAt(recipe, offset);
  if (leaf?.kind === "header-entry") {
    if (touches(leaf.key, offset)) return describeHeaderKey(leaf);
    if (!touches(leaf.value, offset)) return undefined;
    return (
      (leaf.name === "bootstrap" ? describeAgent(leaf, stage) : undefined) ?? describeHeaderValue(leaf, stage, recipe)
    );
  }
  const section = leaf?.kind === "section-line" ? sectionAt(recipe, leaf.start + 1) : undefined;
  return section && describeSection(section, stage);
}
