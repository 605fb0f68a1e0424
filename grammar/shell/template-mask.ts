/**
 * Hides `{{ NAME }}` from the shell parser, which would split it into words, and puts its value back into the
 * values of words. A reference becomes as many characters as it has, each the one private character of its own.
 */
import type { TemplateReference } from "../ast.ts";
import { REFERENCE } from "../templates.ts";
import type { JoinedText } from "./joined-text.ts";

const FIRST_MARK = 0xe000;
const MARK_COUNT = 0x1900;
const MARKS = /([\ue000-\uf8ff])\1*/g;

/** The text with every reference that Apptainer replaces masked; the length stays. */
export function maskTemplates(text: string, references: readonly TemplateReference[]): string {
  let masked = "";
  let copiedTo = 0;
  references.forEach(({ start, end, skipped }, index) => {
    if (skipped || start < copiedTo) return;
    masked += text.slice(copiedTo, start) + String.fromCharCode(FIRST_MARK + (index % MARK_COUNT)).repeat(end - start);
    copiedTo = end;
  });
  return masked + text.slice(copiedTo);
}

/** A word's value with the values of its references, or their own text where an argument has no value. */
export function unmask(
  value: string,
  references: readonly TemplateReference[],
  values: ReadonlyMap<string, string>,
): string {
  if (references.length === 0) return value;
  return value.replace(MARKS, (run) => {
    const reference = references[run.charCodeAt(0) - FIRST_MARK];
    if (reference === undefined) return run;
    return values.get(reference.name) ?? `{{ ${reference.name} }}`;
  });
}

/** Whether a masked text holds a reference. */
export function isMasked(text: string): boolean {
  return /[\ue000-\uf8ff]/.test(text);
}

/** The references of a stage, given by their places in the file, at their places in a joined text. */
export function findInJoined(references: readonly TemplateReference[], joined: JoinedText): TemplateReference[] {
  if (references.length === 0) return [];
  const byStart = new Map(references.map((reference) => [reference.start, reference]));
  return [...joined.text.matchAll(REFERENCE)].flatMap((match) => {
    const place = { start: match.index, end: match.index + match[0].length };
    const reference = byStart.get(joined.toFile(place).start);
    return reference === undefined ? [] : [{ ...reference, ...place }];
  });
}
