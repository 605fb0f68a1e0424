/** The part of a recipe that a message of the engine is about. */
import { headerEntry, type Recipe, type Stage, sectionsOf } from "#grammar/ast.ts";
import type { Shown } from "./causes/cause-entry.ts";
import { only } from "./only.ts";

/** Where a stage says what it is made from. */
export function fromOf(stage: Stage | undefined): number | undefined {
  if (stage === undefined) return undefined;
  return (headerEntry(stage, "from") ?? headerEntry(stage, "bootstrap"))?.start;
}

/** The line of `%files` that a message of `cp` is about. */
export function filesEntryOf({ line }: Shown, recipe: Recipe): number | undefined {
  const [, copied] = /while copying \[?([^\]]+?)\]? to /.exec(line.text) ?? [];
  const [, named] = /cannot stat ['‘]([^'’]+)/.exec(line.text) ?? [];
  const path = (copied ?? named)?.replace(/^.*\/build-temp-\d+\/rootfs(?=\/)/, "");
  const entries = recipe.stages
    .flatMap((stage) => sectionsOf(stage, "files"))
    .flatMap(({ items }) => items.flatMap((item) => (item.kind === "files-entry" ? [item] : [])));
  const meant = entries.filter(({ words }) => words[0]?.text.replace(/^"|"$/g, "") === path);
  return (only(meant) ?? meant[0] ?? only(entries))?.start;
}

/** What a refusal is about (pkg/build/types/parser and internal/pkg/build of Apptainer). */
export function meantBy(message: string, recipe: Recipe): number | undefined {
  const sections = recipe.stages.flatMap(({ sections }) => sections);
  const [, names] = /invalid section\(s\) specified: (.+)$/.exec(message) ?? [];
  if (names !== undefined) {
    const wanted = names.split(/[,\s]+/).map((name) => name.toLowerCase());
    return sections.find(({ name }) => wanted.includes(name.text.toLowerCase()))?.start;
  }
  const [, variable] = /build var (\S+) is not defined/.exec(message) ?? [];
  if (variable !== undefined)
    return recipe.stages.flatMap(({ templates }) => templates).find(({ name }) => name === variable)?.start;
  const [, stage] = /stage (\S+) was not found/.exec(message) ?? [];
  if (stage !== undefined)
    return sections.find((section) => section.arguments?.text.split(/\s+/).includes(stage))?.start;
  const [, agent] = /invalid build source (\S+)/.exec(message) ?? [];
  const entries = recipe.stages.map((each) => headerEntry(each, "bootstrap"));
  if (agent !== undefined)
    return entries.find((entry) => entry?.value.text.toLowerCase() === agent.toLowerCase())?.start;
  const [, key] = /header key (.+?) had no val/.exec(message) ?? [];
  if (key !== undefined) {
    const items = recipe.stages.flatMap(({ header }) => header.items);
    return items.find((item) => recipe.source.slice(item).trim().startsWith(key))?.start;
  }
  if (/multiple stages detected|no bootstrap/.test(message))
    return recipe.stages.find(({ header }) => header.entries.length === 0)?.start;
  return undefined;
}
