import type { TemplateReference } from "#grammar/ast.ts";
import type { Stage } from "#grammar/index.ts";
import { type Draft, defineRule, inEveryMode } from "../define-rule.ts";
import type { StageContext } from "../document.ts";
import { findClosestName } from "../knowledge/closest-name.ts";
import { isDefinedElsewhere, undefinedReferences } from "../knowledge/recipe/build-arguments.ts";

function* check(_stage: Stage, ctx: StageContext): Iterable<Draft> {
  const { target, given } = ctx.document;
  for (const { reference, foreign } of undefinedReferences(ctx)) {
    if (foreign !== undefined) continue;
    yield {
      range: reference,
      severity: target.building === true || given.size > 0 ? "error" : "warning",
      message: describe(reference, ctx),
    };
  }
}

function describe({ name }: TemplateReference, { document, values }: StageContext): string {
  const start = `Apptainer refuses the recipe unless ${name} is given: the stage's %arguments do not define it.`;
  if (isDefinedElsewhere(name, document)) {
    return `${start} Those of another stage do not count here. Add ${name}=... to %arguments of this stage, or build with --build-arg ${name}=...`;
  }
  const meant = findClosestName(name, [...values.keys()]);
  const hint = meant === undefined ? "" : ` Did you mean ${meant}?`;
  return `${start}${hint} Build with --build-arg ${name}=..., or write a default: %arguments with the line ${name}=...`;
}

export default defineRule({
  meta: {
    code: "DF015",
    name: "undefined-build-argument",
    summary: "Give every build argument a value",
    why: `\`{{ NAME }}\` is a build argument, wherever it stands in a stage. One that neither \`--build-arg\`, \`--build-arg-file\` nor the stage's own
\`%arguments\` define ends the build before it starts. \`%arguments\` count for their stage alone. Write a default in \`%arguments\`, or pass the value
when you build; \`deflint\` takes \`--build-arg\` too. Without any given value this is a warning: the recipe may be one that is always built with it.`,
    severity: "warning",
    confidence: "high",
    fix: "none",
    modes: inEveryMode("fails"),
    since: "0.1.0",
    sources: ["Apptainer, internal/pkg/build/args/reader.go"],
  },
  on: { stage: check },
});
