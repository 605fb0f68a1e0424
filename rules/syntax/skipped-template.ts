import type { Section, Stage, TemplateReference } from "#grammar/ast.ts";
import { type Draft, defineRule, inEveryMode } from "../define-rule.ts";
import type { StageContext } from "../document.ts";
import { lineStart } from "../edits/place.ts";

function* check({ templates }: Stage, ctx: StageContext): Iterable<Draft> {
  for (const reference of templates) {
    if (!reference.skipped || !ctx.values.has(reference.name) || isInComment(reference, ctx)) continue;
    const { source } = ctx.document;
    const from = lineStart(source, reference.start);
    const hash = from + source.text.slice(from, reference.start).search(/#[^!]/);
    yield {
      range: reference,
      message: `{{ ${reference.name} }} is not replaced: Apptainer takes all that follows a # in its line for a comment, even inside quotes. ${cureOf(reference, ctx)}`,
      related: [{ message: "the # that it takes for a comment", range: { start: hash, end: hash + 1 } }],
    };
  }
}

function cureOf({ start }: TemplateReference, { scripts }: StageContext): string {
  const isScript = scripts.some(({ script: { sections } }) =>
    sections.some(({ body }) => body.start <= start && start < body.end),
  );
  return isScript
    ? "Assign them to a variable on a line of its own, and use that here."
    : "Put them before the #, or on a line without one.";
}

/** Whether the text is a comment for the program that reads it too, or is for nobody. */
function isInComment(reference: TemplateReference, ctx: StageContext): boolean {
  const { source } = ctx.document;
  const before = source.text.slice(lineStart(source, reference.start), reference.start);
  const section = ctx.stage.sections.find(({ start, end }) => start <= reference.start && reference.end <= end);
  // A # of its own at the start of a line is a comment in nearly every language that a script may write.
  if (section === undefined || section.type !== "help") if (/^\s*#/.test(before)) return true;
  if (section === undefined || reference.start < section.body.start) return true;
  return section.type === undefined || isShellComment(reference, section, before, ctx);
}

function isShellComment(
  { start }: TemplateReference,
  section: Section,
  before: string,
  { scripts }: StageContext,
): boolean {
  const script = scripts.find((context) => context.script.sections.includes(section))?.script;
  if (script === undefined) return false;
  if (script.tree === undefined || script.tree.errors.length > 0) return /(?:^|[\s;])#/.test(before);
  return script.tree.comments.some((comment) => comment.start <= start && start < comment.end);
}

export default defineRule({
  meta: {
    code: "DF016",
    name: "skipped-template",
    summary: "Put no # before a build argument in its line",
    why: `Apptainer puts no value into braces that stand in a comment, but what it takes for a comment is any \`#\` before them in the line that is followed by a
character other than \`!\`: also the one in \`\${x#v}\`, in \`url#fragment\` or in a string. The braces then stay in the script, the label or the help
text as they are. Move the \`#\` after them, or assign the value to a variable on a line of its own.`,
    severity: "warning",
    confidence: "high",
    fix: "none",
    modes: inEveryMode("misleads"),
    since: "0.1.0",
    sources: ["Apptainer, internal/pkg/build/args/reader.go"],
  },
  on: { stage: check },
});
