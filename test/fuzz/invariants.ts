/** What holds for every text there is. */
import { askApptainer } from "#grammar/apptainer-build.ts";
import { leavesOf, parse, type Recipe } from "#grammar/index.ts";
import { parseToCst } from "#grammar/parser.ts";
import { buildScriptsOf } from "#grammar/shell/build-script.ts";
import type { Range } from "#grammar/source.ts";
import { sourceFromText } from "#grammar/source.ts";
import { BUILD_MODES } from "#rules/define-rule.ts";
import { rules } from "#rules/index.ts";
import { TODAY } from "#rules/knowledge/today.ts";
import { lint, readDocument } from "../../src/engine/lint.ts";
import { isAboutSuppressions } from "../../src/engine/suppress.ts";
import { addIgnores } from "../../src/fixer/add-ignores.ts";
import { converge } from "../../src/fixer/converge.ts";
import { guard } from "../../src/fixer/guard.ts";
import { readingOf } from "../../src/fixer/ignores-reading.ts";

/** Says what is broken about deflint's reading of a text; undefined where all is well. Throws where deflint throws. */
export function findBreach(text: string): string | undefined {
  const recipe = parse(text);
  const { errors } = parseToCst(text);
  if (errors[0] !== undefined) return `the grammar lost its way at ${errors[0].offset}: ${errors[0].message}`;
  askApptainer(recipe, new Map());
  return findTreeBreach(recipe) ?? findScriptBreach(recipe);
}

function findTreeBreach(recipe: Recipe): string | undefined {
  let at = 0;
  for (const leaf of leavesOf(recipe)) {
    if (leaf.start !== at) return `a ${leaf.kind} starts at ${leaf.start}, not at ${at}`;
    if (leaf.end < leaf.start) return `a ${leaf.kind} ends before it starts`;
    at = leaf.end;
  }
  if (at !== recipe.end) return `the leaves end at ${at} of ${recipe.end}`;
  for (const stage of recipe.stages) {
    if (!isInside(stage, recipe)) return "a stage lies outside of its recipe";
    for (const section of stage.sections) {
      if (!isInside(section, stage)) return "a section lies outside of its stage";
      const outside = [section.line, section.name, section.body, ...section.items].find(
        (part) => !isInside(part, section),
      );
      if (outside !== undefined) return "a part of a section lies outside of it";
    }
    for (const entry of stage.header.entries) {
      if (!isInside(entry.key, entry) || !isInside(entry.value, entry))
        return "a key or value lies outside of its entry";
    }
  }
  return undefined;
}

function findScriptBreach(recipe: Recipe): string | undefined {
  for (const stage of recipe.stages) {
    for (const script of buildScriptsOf(recipe.source, stage, new Map())) {
      for (const command of script.tree?.commands ?? []) {
        if (!script.sections.some(({ body }) => isInside({ start: command.start, end: command.start }, body))) {
          return `a command at ${command.start} starts outside of its script`;
        }
        for (const word of command.words) {
          if (word.end < word.start) return `a word at ${word.start} ends before it starts`;
        }
      }
      for (const { start, text } of script.tree?.comments ?? []) {
        if (recipe.source.text[start] !== "#" || text[0] !== "#") return `a comment at ${start} is none`;
      }
    }
  }
  return undefined;
}

const selection = { unsafe: true, hygiene: true, building: true };

/** Every mode gets its share. */
function optionsFor(text: string) {
  const mode = BUILD_MODES[text.length % BUILD_MODES.length] ?? "suid-fakeroot";
  return { rules, target: { engine: "apptainer", mode, hostGlibc: "2.34", today: TODAY } } as const;
}

/** The same for rules and fixes, which take longer: they end, stay inside the text, and come to rest. */
export function findFixBreach(text: string): string | undefined {
  const options = optionsFor(text);
  const judge = (current: string) => lint(sourceFromText(current), options);
  const outside = judge(text).find(
    ({ range }) => range.start < 0 || range.end < range.start || range.end > text.length,
  );
  if (outside !== undefined) return `${outside.code} lies outside of the text`;
  const { broken, unsettled, text: mended } = converge(text, { lint: judge, guard, selection });
  if (unsettled.length > 0) return `fixes of ${unsettled.join(" and ")} do not come to rest`;
  if (broken[0] !== undefined) return `a fix of ${broken[0].code} is wrong: ${broken[0].reason}`;
  const again = converge(mended, { lint: judge, guard, selection });
  return again.text === mended
    ? undefined
    : `a second fix changes the text again: ${again.applied.map(({ code }) => code)}`;
}

/** The same for comments that leave all findings out: they do, change nothing else, and leave nothing to be fixed. */
export function findIgnoreBreach(text: string): string | undefined {
  const options = optionsFor(text);
  const judge = (current: string) => lint(sourceFromText(current), options);
  const read = (current: string) => readDocument(sourceFromText(current), options);
  const ignore = (current: string) => addIgnores(current, judge(current), { read, lint: judge, reason: "fuzz" });
  const { text: ignored, kept, left } = ignore(text);
  // A text that is no recipe may have no place for a comment.
  const stays = kept.find(({ reason }) => !reason.startsWith("there is no place"));
  if (stays !== undefined) return `${stays.finding.code} stays: ${stays.reason}`;
  if (readingOf(read(ignored)) !== readingOf(read(text))) return "Apptainer reads another recipe with comments in it";
  const before = judge(text).filter(isAboutSuppressions).length;
  if (left.length > before + kept.length) return `${left.map(({ code }) => code)} is said of the comments`;
  if (ignore(ignored).text !== ignored) return "a second run writes more comments";
  if (left.length > 0) return undefined;
  const { applied } = converge(ignored, { lint: judge, guard, selection });
  return applied[0] && `a fix of ${applied[0].code} is applied to what is left out`;
}

function isInside(inner: Range, outer: Range): boolean {
  return inner.start >= outer.start && inner.end <= outer.end && inner.start <= inner.end;
}
