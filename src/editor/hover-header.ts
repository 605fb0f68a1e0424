/** Notes on keys and values of a header. */
import type { HeaderEntry } from "#grammar/ast.ts";
import { substitute } from "#grammar/templates.ts";
import { AGENTS, HEADER_KEYS, isHeaderKey } from "#grammar/vocabulary.ts";
import type { StageContext } from "#rules/document.ts";
import { fullNameOf, readBaseReference } from "#rules/knowledge/images/base-references.ts";
import { findObstacle } from "#rules/knowledge/images/bootstrap-agents.ts";
import type { Note } from "./hover.ts";
import { inCode, sinceApptainer } from "./markdown.ts";
import type { OpenRecipe } from "./open-recipe.ts";
import { AGENT_WORDS } from "./words/agents.ts";
import { HEADER_KEY_WORDS, OTHER_URL_WORDS } from "./words/header-keys.ts";

/** A key; undefined for one that Apptainer does not know. */
export function describeHeaderKey({ key, name }: HeaderEntry): Note | undefined {
  if (!isHeaderKey(name)) return undefined;
  const known = HEADER_KEYS.get(name);
  const words = HEADER_KEY_WORDS[name] ?? OTHER_URL_WORDS;
  return { range: key, text: `**${known?.spelling ?? key.text}:** ${words}${sinceApptainer(known?.since)}` };
}

/** A bootstrap agent, and whether it works where the image is to be built; undefined for one that Apptainer does not know. */
export function describeAgent(entry: HeaderEntry, { values, document }: StageContext): Note | undefined {
  const agent = substitute(entry.value.text, values);
  const known = AGENTS.get(agent);
  if (known === undefined) return undefined;
  const { mode } = document.target;
  const obstacle = findObstacle(agent, mode);
  const fate = obstacle === undefined ? "" : `\n\nIn the mode \`${mode}\` it ${obstacle.reason}.`;
  return { range: entry.value, text: `**${agent}** ${AGENT_WORDS[agent] ?? ""}${sinceApptainer(known.since)}${fate}` };
}

/** What Apptainer reads for a value: its lines joined, comments left out, build arguments put in. */
export function describeHeaderValue(entry: HeaderEntry, stage: StageContext, { lines }: OpenRecipe): Note {
  const value = substitute(entry.value.text, stage.values);
  const text = [`Apptainer reads: ${value === "" ? "nothing" : inCode(value)}`];
  const last = stage.stage.header.entries.findLast(({ name }) => name === entry.name);
  if (last !== undefined && last !== entry)
    text.push(`Line ${lines.positionAt(last.start).line + 1} says ${last.key.text} again, and Apptainer takes that.`);
  const base = readBaseReference(stage);
  if (base !== undefined && base.from === entry && last === entry) {
    const name = fullNameOf(base, stage);
    if (name !== value) text.push(`That is ${inCode(name)}.`);
  }
  return { range: entry.value, text: text.join("\n\n") };
}
