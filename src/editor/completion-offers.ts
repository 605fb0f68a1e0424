/** Everything that can be written in a recipe, by where it can stand. */
import { CompletionItemKind } from "vscode-languageserver";
import { AGENTS, HEADER_KEYS, isAppSection, SECTION_TYPES, type SectionType } from "#grammar/vocabulary.ts";
import type { Rule } from "#rules/define-rule.ts";
import { SUPPRESSION_FORMS } from "#rules/knowledge/recipe/suppressions.ts";
import { sinceApptainer } from "./markdown.ts";
import type { OpenRecipe } from "./open-recipe.ts";
import { lineBefore, lineBehind, stageAt } from "./places.ts";
import { AGENT_WORDS } from "./words/agents.ts";
import { HEADER_KEY_WORDS } from "./words/header-keys.ts";
import { SECTION_SINCE, SECTION_WORDS } from "./words/sections.ts";
import { SUPPRESSION_WORDS } from "./words/suppression-forms.ts";

/** Something that can be written in place of what stands before the cursor. */
export interface Offer {
  readonly label: string;
  readonly kind: CompletionItemKind;
  readonly detail?: string;
  /** Markdown. */
  readonly words?: string;
  /** The label unless given. */
  readonly text?: string;
}

/** Codes and names of rules; undefined where the reason stands. */
export function offerRules(recipe: OpenRecipe, offset: number): Offer[] | undefined {
  const line = lineBefore(recipe, offset);
  // Behind the dashes stands the reason.
  if (/\s(?:--?|[–—])(?:\s|$)/.test(line)) return undefined;
  const rules = recipe.judging.options.rules.flatMap(({ meta }: Rule): Offer[] => [
    { label: meta.code, kind: CompletionItemKind.EnumMember, detail: meta.name, words: meta.summary },
    { label: meta.name, kind: CompletionItemKind.EnumMember, detail: meta.code, words: meta.summary },
  ]);
  return [...rules, { label: "shellcheck", kind: CompletionItemKind.EnumMember, words: "All that ShellCheck says" }];
}

/** The forms of comments that leave findings out. */
export function offerForms(): Offer[] {
  return SUPPRESSION_FORMS.map((form) => ({
    label: form,
    kind: CompletionItemKind.Keyword,
    words: SUPPRESSION_WORDS[form],
  }));
}

/** The stage's build arguments, with the braces that are missing. */
export function offerArguments(recipe: OpenRecipe, offset: number): Offer[] {
  const closes = /^[ \t]*\w*[ \t]*\}\}/.test(lineBehind(recipe, offset));
  const opens = /\{\{$/.test(recipe.text.slice(0, offset));
  return [...(stageAt(recipe, offset)?.values ?? [])].map(([name, value]) => ({
    label: name,
    kind: CompletionItemKind.Variable,
    detail: value,
    text: `${opens ? " " : ""}${name}${closes ? "" : " }}"}`,
  }));
}

/** The stages above. */
export function offerStages({ document }: OpenRecipe, offset: number): Offer[] {
  const earlier = document.recipe.stages.filter(({ end }) => end <= offset);
  return earlier.flatMap(({ name }) => (name ? [{ label: name, kind: CompletionItemKind.Module }] : []));
}

/** The apps of the stage. */
export function offerApps(recipe: OpenRecipe, offset: number): Offer[] {
  const sections = stageAt(recipe, offset)?.stage.sections ?? [];
  const apps = sections.flatMap(({ app, start, end }) => (app && !(start <= offset && offset <= end) ? [app] : []));
  return [...new Set(apps)].map((app) => ({ label: app, kind: CompletionItemKind.Module }));
}

/** All sections. */
export function offerSections(recipe: OpenRecipe, offset: number): Offer[] {
  const needsName = lineBehind(recipe, offset).trim() === "";
  return (Object.keys(SECTION_TYPES) as SectionType[]).map((type) => ({
    label: type,
    kind: CompletionItemKind.Keyword,
    words: SECTION_WORDS[type] + sinceApptainer(SECTION_SINCE[type]),
    ...(isAppSection(type) && needsName && { text: `${type} ` }),
  }));
}

/** All bootstrap agents. */
export function offerAgents(): Offer[] {
  return [...AGENTS].map(([agent, { since }]) => ({
    label: agent,
    kind: CompletionItemKind.EnumMember,
    words: (AGENT_WORDS[agent] ?? "") + sinceApptainer(since),
  }));
}

/** A key can stand where a header is, or where there is nothing yet. */
export function offerKeys(recipe: OpenRecipe, offset: number): Offer[] | undefined {
  const stage = stageAt(recipe, offset)?.stage;
  const [section] = stage?.sections ?? [];
  if (section !== undefined && section.start < offset) return undefined;
  const own = recipe.lines.positionAt(offset).line;
  const given = (stage?.header.entries ?? []).filter(({ start }) => recipe.lines.positionAt(start).line !== own);
  const isFollowed = /^\w*[ \t]*:/.test(lineBehind(recipe, offset));
  return [...HEADER_KEYS]
    .filter(([name]) => !given.some((entry) => entry.name === name))
    .map(([name, { spelling, since }]) => ({
      label: spelling,
      kind: CompletionItemKind.Property,
      words: (HEADER_KEY_WORDS[name] ?? "") + sinceApptainer(since),
      text: isFollowed ? spelling : `${spelling}: `,
    }));
}
