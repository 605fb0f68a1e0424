import { readAsApptainer } from "#grammar/apptainer-view.ts";
import type { Recipe, Stage } from "#grammar/ast.ts";
import { parse } from "#grammar/index.ts";
import type { Range, SourceText } from "#grammar/source.ts";
import { type Draft, defineRule, inEveryMode } from "../define-rule.ts";
import type { Document, StageContext } from "../document.ts";

function* checkRecipe(recipe: Recipe, { source }: Document): Iterable<Draft> {
  const hasStage = recipe.stages.some((stage) => hasHeader(stage) || !isPassedOver(stage, source));
  if (hasStage) return;
  const reason =
    recipe.stages.length === 0
      ? `it holds nothing${source.text === "" ? "" : " but comments and blank lines"}`
      : "it has no header, and Apptainer passes over sections without a body";
  yield {
    range: firstLine(source),
    message: `Apptainer refuses the recipe: no stages found, for ${reason}. Start it with "Bootstrap: docker" and "From: <image>", or with another agent.`,
  };
}

function* checkStage(stage: Stage, { document: { source, recipe } }: StageContext): Iterable<Draft> {
  const [section] = stage.sections;
  if (section === undefined || hasHeader(stage) || isPassedOver(stage, source)) return;
  const start = section.mark.end - 1;
  const isAbove = recipe.stages.length > 1;
  yield {
    range: { start, end: Math.max(section.name.end, start + 1) },
    message: isAbove
      ? "Apptainer refuses the build: sections above the first Bootstrap: are a stage of their own, which has no header. Move the header to the top of the file."
      : 'Apptainer refuses the build: the recipe has no header ("multiple stages detected, all must have headers" means that). Put "Bootstrap: docker" and "From: <image>", or another agent, above the first section.',
  };
}

function hasHeader({ header: { items } }: Stage): boolean {
  return items.some(({ kind }) => kind === "header-entry" || kind === "stray-line");
}

/** Whether Apptainer takes no notice of a stage: it has no header, and nothing stands in its sections. */
function isPassedOver(stage: Stage, source: SourceText): boolean {
  const read = readAsApptainer(parse(source.slice(stage)));
  return !read.ok && read.errorKind === "no-stages";
}

function firstLine({ text }: SourceText): Range {
  const end = text.search(/\r?\n/);
  return { start: 0, end: Math.min(text.length, Math.max(1, end === -1 ? text.length : end)) };
}

export default defineRule({
  meta: {
    code: "DF017",
    name: "stage-without-header",
    summary: "Give every stage a header",
    why: `A recipe starts with a header that says what to build from. Without one Apptainer parses the file and then refuses it with
\`multiple stages detected, all must have headers\`, even where there is one stage. Sections above the first \`Bootstrap:\` are such a stage, since
a stage starts at \`Bootstrap:\`. A file of comments alone, or of sections with no body, is \`no stages found\`. Put the header first.`,
    severity: "error",
    confidence: "high",
    fix: "none",
    modes: inEveryMode("fails"),
    since: "0.1.0",
    sources: ["Apptainer, internal/pkg/build/build.go", "Apptainer, pkg/build/types/parser/deffile.go, All"],
  },
  on: { recipe: checkRecipe, stage: checkStage },
});
