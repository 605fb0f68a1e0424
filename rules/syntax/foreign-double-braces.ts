import type { Stage, TemplateReference } from "#grammar/ast.ts";
import { type Draft, defineRule, inEveryMode } from "../define-rule.ts";
import type { StageContext } from "../document.ts";
import { undefinedReferences } from "../knowledge/recipe/build-arguments.ts";

function* check(_stage: Stage, ctx: StageContext): Iterable<Draft> {
  for (const { reference, foreign } of undefinedReferences(ctx)) {
    if (foreign !== undefined) yield { range: reference, message: describe(reference, foreign) };
  }
}

function describe({ name }: TemplateReference, foreign: "in-text" | "template-file"): string {
  const start = `Apptainer takes {{ ${name} }} for a build argument without a value and refuses the recipe.`;
  return foreign === "in-text"
    ? `${start} It has no escape for braces in a text for another program: copy the text from a file with %files, or let printf '{%s ${name} }}' '{' write it. If a build argument is meant, define ${name} in %arguments.`
    : `${start} This file reads as a template of another language (Jinja or its kin): render it first, and build from what comes out.`;
}

export default defineRule({
  meta: {
    code: "DF027",
    name: "foreign-double-braces",
    summary: "Keep other languages' {{ }} out of the recipe",
    why: `Apptainer takes \`{{ name }}\` for a build argument anywhere in a recipe, in a heredoc and in single quotes too, and refuses the recipe when
\`name\` has no value. Templates for Jinja, mustache, Ansible or GitHub workflows that a script writes run into this, and there is no escape.
Copy such a text from a file with \`%files\`, or split the braces: \`printf '{%s name }}' '{'\`. A recipe that is itself a template has to be rendered
before Apptainer reads it. \`{{ .Name }}\`, \`{{ a.b }}\` and \`{{ x | f }}\` pass as they are.`,
    severity: "error",
    confidence: "high",
    fix: "none",
    modes: inEveryMode("fails"),
    since: "0.1.0",
    sources: ["Apptainer, internal/pkg/build/args/reader.go: {{\\s*(\\w+)\\s*}}"],
  },
  on: { stage: check },
});
