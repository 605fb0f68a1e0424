import { stageCopiedFrom } from "#grammar/apptainer-build.ts";
import type { Section } from "#grammar/ast.ts";
import { substitute } from "#grammar/templates.ts";
import { type Draft, defineRule, inEveryMode } from "../define-rule.ts";
import { ofTypes, type StageContext } from "../document.ts";
import { findClosestName } from "../knowledge/closest-name.ts";

function* check(section: Section, ctx: StageContext): Iterable<Draft> {
  if (section.arguments === undefined) return;
  const name = stageCopiedFrom(substitute(section.arguments.text, ctx.values));
  const names = ctx.document.stages.flatMap(({ stage, values }) =>
    stage.name === undefined ? [] : [substitute(stage.name, values)],
  );
  if (name === undefined || name.includes("{{") || names.includes(name)) return;
  yield {
    range: section.arguments,
    message: `Apptainer refuses to build: no stage is named ${name}. ${adviseOn(name, names)}`,
  };
}

function adviseOn(name: string, names: readonly string[]): string {
  const closest = findClosestName(name, names);
  if (closest !== undefined) return `Did you mean ${closest}?`;
  if (names.length === 0) return "No stage has a name: give it one by a header line Stage: NAME.";
  return `There ${names.length === 1 ? "is" : "are"} ${names.join(", ")}.`;
}

export default defineRule({
  meta: {
    code: "DF028",
    name: "unknown-stage",
    summary: "Copy files only from a stage that there is",
    why: `\`%files from NAME\` copies out of the stage whose header says \`Stage: NAME\`. Where none does, Apptainer ends with
\`stage NAME was not found\` after it has built all the stages before. Give the stage its name, or correct it here.`,
    severity: "error",
    confidence: "high",
    fix: "none",
    modes: inEveryMode("fails"),
    since: "0.1.0",
    sources: ["Apptainer, internal/pkg/build/build.go, findStageIndex"],
  },
  on: { sections: ofTypes(["files"], check) },
});
