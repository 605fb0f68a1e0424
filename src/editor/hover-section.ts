/** Notes on a section's line. */
import type { Section } from "#grammar/ast.ts";
import { SECTION_TYPES } from "#grammar/vocabulary.ts";
import type { StageContext } from "#rules/document.ts";
import type { Note } from "./hover.ts";
import { inCode, sinceApptainer } from "./markdown.ts";
import { SECTION_SINCE, SECTION_WORDS } from "./words/sections.ts";

/** What a section is for and what runs it; undefined for a name that Apptainer does not know. */
export function describeSection(section: Section, { scripts }: StageContext): Note | undefined {
  const { type, mark, name } = section;
  if (type === undefined) return undefined;
  const text = [`**%${type}** ${SECTION_WORDS[type]}${sinceApptainer(SECTION_SINCE[type])}`];
  const script = scripts.find((one) => one.script.sections.includes(section))?.script;
  if (SECTION_TYPES[type] === "script" && script?.interpreter.chosen)
    text.push(`This one is run by ${inCode(script.interpreter.program)}.`);
  if (script !== undefined && script.sections.length > 1)
    text.push(`Apptainer joins the ${script.sections.length} sections of this script into one.`);
  return { range: { start: mark.start, end: name.end }, text: text.join("\n\n") };
}
