/** What Apptainer has to read after a fix that means to change scripts alone: what it read before, with the edits put in. */
import { isDeepStrictEqual } from "node:util";
import { type ApptainerAnswer, askApptainer } from "#grammar/apptainer-build.ts";
import type { ApptainerStage } from "#grammar/apptainer-view.ts";
import { cut, scanLines, trimSpace } from "#grammar/go-text.ts";
import { parse, type Recipe, type Section, type SourceText, type Stage } from "#grammar/index.ts";
import type { Edit } from "#rules/define-rule.ts";

/** Apptainer's whole reading of a text. */
export function readingOf(source: SourceText): ApptainerAnswer {
  return askApptainer(parse(source), new Map());
}

/**
 * The reading of a text with edits in its scripts, made without reading the edited text: everything is as it was but the texts
 * of the sections that the edits lie in, and the places of the stages.
 */
export function expectReading(source: SourceText, edits: readonly Edit[]): ApptainerAnswer {
  const recipe = parse(source);
  const answer = askApptainer(recipe, new Map());
  if (!answer.ok) return answer;
  return { ...answer, stages: answer.stages.map((stage) => expectStage(recipe, stage, edits)) };
}

function expectStage(recipe: Recipe, read: ApptainerStage, edits: readonly Edit[]): ApptainerStage {
  const { source } = recipe;
  const stage = recipe.stages.find(({ start }) => source.byteOffsetAt(start) === read.start);
  if (stage === undefined) throw new Error(`no stage starts at byte ${read.start}`);
  const inside = edits.filter(({ start, end }) => stage.start <= start && end <= stage.end);
  const before = edits.filter(({ end }) => end < stage.start);
  const scripts = scriptsOf(source, stage, inside);
  const sections = Object.entries(read.sections)
    .map(([name, { args, script }]) => [name, { args, script: scripts.get(name) ?? script }] as const)
    // Apptainer has no section that says nothing.
    .filter(([, { args, script }]) => args !== "" || script !== "");
  const apps = Object.entries(read.apps).map(([name, script]) => [name, scripts.get(name) ?? script] as const);
  return {
    ...read,
    start: read.start + growthOf(source, before),
    length: read.length + growthOf(source, inside),
    sections: Object.fromEntries(sections),
    apps: Object.fromEntries(apps),
  };
}

/** The texts of the sections that have edits, by Apptainer's keys, each put together from all sections of its key. */
function scriptsOf(source: SourceText, stage: Stage, edits: readonly Edit[]): ReadonlyMap<string, string> {
  const edited = new Set(stage.sections.filter(({ body }) => edits.some((edit) => liesIn(edit, body))).map(keyOf));
  const scripts = new Map<string, string>();
  for (const section of stage.sections) {
    const key = keyOf(section);
    if (!edited.has(key)) continue;
    const own = edits.filter((edit) => liesIn(edit, section.body));
    // Where no header comes before it, Apptainer trims the first section.
    const isTrimmed = section === stage.sections[0] && stage.header.end === stage.header.start;
    const lines = scanLines(putIn(source, section, own));
    const [, script = ""] = cut(isTrimmed ? trimSpace(lines) : lines, "\n");
    scripts.set(key, (scripts.get(key) ?? "") + script);
  }
  return scripts;
}

function liesIn({ start, end }: Edit, body: Section["body"]): boolean {
  return body.start <= start && end <= body.end;
}

function keyOf({ name, app }: Section): string {
  const word = name.text.replace(/^%+/, "");
  return app === undefined ? word.toLowerCase() : `${word} ${app}`;
}

function putIn(source: SourceText, section: Section, edits: readonly Edit[]): string {
  let text = "";
  let at = section.start;
  for (const edit of edits) {
    text += source.slice({ start: at, end: edit.start }) + edit.text;
    at = edit.end;
  }
  return text + source.slice({ start: at, end: section.end });
}

/** How many bytes edits add. */
function growthOf(source: SourceText, edits: readonly Edit[]): number {
  return edits.reduce((sum, edit) => sum + Buffer.byteLength(edit.text) - Buffer.byteLength(source.slice(edit)), 0);
}

/** The parts of the readings of two texts that differ: `refusal`, `build`, or what stages have, by its name. */
export function differences(one: ApptainerAnswer, other: ApptainerAnswer): string[] {
  if (!one.ok || !other.ok) return isDeepStrictEqual(one, other) ? [] : ["refusal"];
  const parts = new Set<string>();
  if (!isDeepStrictEqual(one.build, other.build)) parts.add("build");
  if (one.stages.length !== other.stages.length) return [...parts, "stages"];
  for (const [index, stage] of one.stages.entries()) {
    const counterpart = other.stages[index] as ApptainerStage;
    for (const part of Object.keys(stage) as (keyof ApptainerStage)[])
      if (!isDeepStrictEqual(stage[part], counterpart[part])) parts.add(part);
  }
  return [...parts].sort();
}
