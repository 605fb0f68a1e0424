/** Build arguments: where a stage refers to them, and what stands there once they are put in. */
import type { Argument, Stage, TemplateReference } from "./ast.ts";
import type { Range } from "./source.ts";

/** Go's `{{\s*(\w+)\s*}}` (internal/pkg/build/args/reader.go): it may cross lines. */
export const REFERENCE = /\{\{[\t\n\f\r ]*(\w+)[\t\n\f\r ]*\}\}/g;
/** What Apptainer takes for a comment before a reference. */
const COMMENT = /#[^!]/;

/** All references in a range of a text, in order. */
export function findTemplates(text: string, { start, end }: Range): TemplateReference[] {
  const references: TemplateReference[] = [];
  const part = text.slice(start, end);
  let copiedTo = 0;
  let commentEnd = 0;
  for (const match of part.matchAll(REFERENCE)) {
    const matchEnd = match.index + match[0].length;
    let skipped = match.index < commentEnd;
    if (!skipped) {
      const lineStart = Math.max(copiedTo, part.lastIndexOf("\n", match.index));
      skipped = COMMENT.test(part.slice(lineStart, match.index));
      // What is behind a comment's start in its line is all skipped.
      if (skipped) commentEnd = (part.indexOf("\n", match.index) + 1 || part.length + 1) - 1;
    }
    if (!skipped) copiedTo = matchEnd;
    references.push({ name: match[1] ?? "", skipped, start: start + match.index, end: start + matchEnd });
  }
  return references;
}

/** The values that a stage's references take: the given ones first, then the defaults of its `%arguments`. */
export function buildArgumentsOf(stage: Stage, given: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const section of stage.sections) {
    if (section.type !== "arguments") continue;
    for (const item of section.items) if (item.kind === "argument") setDefault(values, item);
  }
  for (const [name, value] of given) values.set(name, value);
  const own = new Map(values);
  for (const [name, value] of own) values.set(name, substitute(value, own));
  return values;
}

function setDefault(values: Map<string, string>, { name, value }: Argument): void {
  if (value !== undefined && name.text !== "") values.set(name.text, value.text);
}

/** Replaces the references that have a value; one level, as Apptainer does. */
export function substitute(text: string, values: ReadonlyMap<string, string>): string {
  return !text.includes("{{")
    ? text
    : text.replace(REFERENCE, (reference, name: string) => values.get(name) ?? reference);
}
