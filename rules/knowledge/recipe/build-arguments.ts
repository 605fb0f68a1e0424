/** References to build arguments that have no value: forgotten arguments, or text of another template language. */
import type { TemplateReference } from "#grammar/ast.ts";
import type { Command, Word } from "#grammar/shell/tree.ts";
import type { Range } from "#grammar/source.ts";
import type { Document, StageContext } from "../../document.ts";

export interface UndefinedReference {
  /** The first of its name in the stage. */
  readonly reference: TemplateReference;
  /** Why it is another language's: where it stands, or what else the file holds; undefined for a forgotten argument. */
  readonly foreign: "in-text" | "template-file" | undefined;
}

/** `{% if x %}`, `{{ a.b }}`, `{{ x | f }}`: Jinja, mustache and their kin. `{{.Name}}` is the format of `docker` and `go`. */
const OTHER_TEMPLATES = /\{%[-+]?\s*\w[^\n]*?%\}|\{\{-?\s*[a-z_]\w*\s*(?:\.\s*\w|\||\[)[^{}\n]*\}\}/gi;

/** The references of a stage that Apptainer finds no value for, each name once. */
export function undefinedReferences(ctx: StageContext): UndefinedReference[] {
  const missing = ctx.stage.templates.filter(({ name, skipped }) => !skipped && !ctx.values.has(name));
  if (missing.length === 0) return [];
  const byName = new Map<string, TemplateReference[]>();
  for (const reference of missing) {
    const same = byName.get(reference.name);
    if (same === undefined) byName.set(reference.name, [reference]);
    else same.push(reference);
  }
  const isTemplateFile = holdsOtherTemplates(ctx);
  const texts = literalTexts(ctx);
  return [...byName].flatMap(([name, references]): UndefinedReference[] => {
    const [reference] = references;
    if (reference === undefined) return [];
    const inText = references.every((one) => texts.some((text) => contains(text, one)));
    const isArgument = /^[A-Z][A-Z0-9_]*$/.test(name) || isDefinedElsewhere(name, ctx.document);
    if (inText && !isArgument) return [{ reference, foreign: "in-text" }];
    return [{ reference, foreign: isTemplateFile && !isArgument ? "template-file" : undefined }];
  });
}

/** Whether another stage's `%arguments` define a name. */
export function isDefinedElsewhere(name: string, document: Document): boolean {
  return document.stages.some(({ values }) => values.has(name));
}

/** Whether another template language stands in a stage outside of the texts that its scripts write. */
function holdsOtherTemplates(ctx: StageContext): boolean {
  const texts = literalTexts(ctx);
  const { stage, document } = ctx;
  return [...document.source.slice(stage).matchAll(OTHER_TEMPLATES)].some((match) => {
    const start = stage.start + match.index;
    return !texts.some((text) => contains(text, { start, end: start + match[0].length }));
  });
}

/** Bodies of heredocs and strings in single quotes. */
function literalTexts({ scripts }: StageContext): Range[] {
  const commands = scripts.flatMap(({ script }) => script.commands);
  return commands.flatMap((command: Command) => [
    ...command.heredocs.map(({ body }) => body),
    ...command.words.flatMap(singleQuoted),
  ]);
}

function singleQuoted(word: Word): Range[] {
  const strings = word.text.matchAll(/"(?:[^"\\]|\\[\s\S])*"|\\[\s\S]|('[^']*')/g);
  return [...strings].flatMap(({ 1: quoted, index }) =>
    quoted === undefined ? [] : [{ start: word.start + index, end: word.start + index + quoted.length }],
  );
}

function contains(outer: Range, inner: Range): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}
