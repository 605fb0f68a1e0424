/** Where comments that leave a finding out may be written: the nearest place first. */
import { type Header, leavesOf, type Section } from "#grammar/ast.ts";
import { nodesIn, type ShellNode } from "#grammar/shell/tree.ts";
import type { Range, SourceText } from "#grammar/source.ts";
import { SECTION_TYPES } from "#grammar/vocabulary.ts";
import type { Finding } from "#rules/define-rule.ts";
import type { Document } from "#rules/document.ts";
import { extentOf, lineStart } from "#rules/edits/place.ts";
import { BYTE_ORDER_MARK } from "#rules/knowledge/recipe/header-entries.ts";
import { isContinued } from "#rules/knowledge/recipe/suppression-covers.ts";
import type { SuppressionForm } from "#rules/knowledge/recipe/suppressions.ts";

/** A place for a comment, and what it would cover there. */
export interface IgnorePlace {
  readonly form: SuppressionForm;
  /** UTF-16 offset of the start of the line before which it is written. */
  readonly offset: number;
  /** What a section's or the file's comment covers; undefined for one that covers what stands next. */
  readonly covers: Range | undefined;
}

/**
 * The places for a finding: before what it is found in, then for its section, then for the file. Some may turn out wrong once
 * the comment stands there; whoever takes one has to look.
 */
export function* placesFor(document: Document, { range }: Finding): Generator<IgnorePlace> {
  for (const offset of placesBefore(document, range)) {
    yield { form: "deflint-ignore-next-line", offset, covers: undefined };
  }
  yield* placesForPart(document, range);
  for (const offset of tops(document)) {
    yield { form: "deflint-ignore-file", offset, covers: { start: 0, end: document.source.text.length } };
  }
}

/** The lines of entries, sections and commands that hold the start of a range, the innermost command first. */
function placesBefore(document: Document, range: Range): number[] {
  const { source, recipe, stages } = document;
  const leaf = leavesOf(recipe).find(({ start, end }) => start <= range.start && range.start < end);
  if (leaf === undefined || leaf.kind === "blank" || leaf.kind === "comment") return [];
  if (leaf.kind !== "body-text") return mayStandBefore(document, leaf.start) ? [leaf.start] : [];
  const holding: { line: number; length: number }[] = [];
  const lines = new Set<number>();
  for (const { script } of stages.flatMap(({ scripts }) => scripts)) {
    if (!script.sections.some(({ body }) => body.start === leaf.start)) continue;
    const commentEnds = new Set(script.tree?.comments.map(({ end }) => end));
    for (const node of nodesIn(script.tree?.list ?? [])) {
      const line = firstLineOf(source, node.start, commentEnds);
      if (startsStatement(node) && KEYWORDS.test(source.text.slice(line, node.start))) lines.add(line);
      const extent = extentOf(source, node);
      if (extent.start <= range.start && range.start < extent.end) {
        holding.push({ line, length: extent.end - extent.start });
      }
    }
  }
  const candidates = holding.sort((a, b) => a.length - b.length).map(({ line }) => line);
  return [...new Set(candidates)].filter((line) => lines.has(line));
}

/** Whether a command is one of a list, not a part of a chain: before it a comment disturbs nobody. */
function startsStatement({ role }: ShellNode): boolean {
  return typeof role !== "object" && role !== "substitution" && role !== "handed";
}

/** What may stand in a line before its first command: nothing, a pattern of a `case`, or words that begin a list. */
const KEYWORDS = /^\s*(?:\(?[\w.*?|[\]-]+\)\s+)?(?:(?:time|!|then|do|else|if|elif|while|until|\{|\()\s+)*$/;

/** The start of the line of an offset, or of the line that goes on in it. */
function firstLineOf(source: SourceText, offset: number, commentEnds: ReadonlySet<number>): number {
  let line = lineStart(source, offset);
  while (line > 0 && isContinued(source.text, line - 1, commentEnds)) line = lineStart(source, line - 1);
  return line;
}

/** The tops of the section or header that holds the start of a range, and the line above the section. */
function* placesForPart(document: Document, range: Range): Generator<IgnorePlace> {
  const form = "deflint-ignore-section";
  for (const { header, sections } of document.recipe.stages) {
    if (isWithin(header, range.start)) {
      for (const offset of topsOfHeader(document, header)) yield { form, offset, covers: header };
    }
    for (const section of sections.filter((one) => isWithin(one, range.start))) {
      for (const offset of topsOfSection(document, section)) yield { form, offset, covers: section };
      if (mayStandBefore(document, section.start)) yield { form, offset: section.start, covers: section };
    }
  }
}

function isWithin({ start, end }: Range, offset: number): boolean {
  return start <= offset && offset < end;
}

/** Before its first line that says something, and behind that where nothing may stand before. */
function topsOfHeader(document: Document, { items }: Header): number[] {
  const first = items.find(({ kind }) => kind === "header-entry" || kind === "stray-line");
  return first === undefined ? [] : [first.start, first.end].filter((offset) => mayStandBefore(document, offset));
}

/** The start of its body, behind a `#!` that it may start with; none for text, and for languages other than the shell's. */
function topsOfSection({ source, stages }: Document, section: Section): number[] {
  const kind = section.type === undefined ? "text" : SECTION_TYPES[section.type];
  if (kind === "text") return [];
  if (kind !== "script") return [section.body.start];
  const script = stages
    .flatMap(({ scripts }) => scripts)
    .find(({ script }) => script.sections.some(({ body }) => body.start === section.body.start))?.script;
  if (script?.tree === undefined) return [];
  const shebang = /^\s*#![^\n]*\n/.exec(source.slice(section.body))?.[0].length ?? 0;
  return [section.body.start + shebang];
}

/** Where the comment for the file may stand: as high up as can be. */
function tops(document: Document): number[] {
  const { source, recipe } = document;
  const shebang = /^#![^\n]*\n/.exec(source.text)?.[0].length ?? 0;
  return [
    ...(mayStandBefore(document, shebang) ? [shebang] : []),
    ...recipe.stages.flatMap(({ header, sections }) => [
      ...topsOfHeader(document, header),
      ...sections.flatMap((section) => topsOfSection(document, section)),
    ]),
  ];
}

/**
 * Whether a comment before an offset outside of scripts leaves all as it is: it may not stand before a byte order mark, nor in
 * a header behind a value that asks for one more line, where Apptainer crashes on it.
 */
function mayStandBefore({ source, recipe }: Document, offset: number): boolean {
  if (offset === 0) return !source.text.startsWith(BYTE_ORDER_MARK);
  return !recipe.stages.some(
    ({ header }) =>
      header.start <= offset &&
      offset <= header.end &&
      header.entries.some((entry) => entry.end <= offset && (entry.unfinished || entry.value.text === "\\")),
  );
}
