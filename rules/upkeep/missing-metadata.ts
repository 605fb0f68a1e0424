import type { Stage } from "#grammar/ast.ts";
import { textsOf } from "#grammar/shell/tree.ts";
import { type Draft, defineRule, inEveryMode } from "../define-rule.ts";
import type { StageContext } from "../document.ts";
import { isFinalStage } from "../knowledge/recipe/image-contents.ts";

/** One finding for each label that the owners want, or one for a recipe that says nothing of itself. */
function* check(stage: Stage, ctx: StageContext): Iterable<Draft> {
  const range = stage.header.entries[0];
  if (!isFinalStage(ctx) || range === undefined) return;
  const missing = (ctx.document.target.requiredLabels ?? []).filter((label) => !givesLabel(label, ctx));
  for (const label of missing) {
    yield { range, severity: "warning", hygiene: false, message: describeLabel(label) };
  }
  const says = stage.sections.some(({ type }) => type === "help" || type === "labels");
  if (missing.length === 0 && !says) yield { range, message: NOTHING };
}

/** Whether a stage gives a label: in `%labels`, or in `%post` by a line for `$APPTAINER_LABELS`. */
function givesLabel(label: string, { stage, scripts }: StageContext): boolean {
  const labels = stage.sections.flatMap((section) => (section.type === "labels" ? section.items : []));
  if (labels.some((item) => item.kind === "label" && item.key.text === label)) return true;
  const written = scripts
    .flatMap(({ script }) => script.commands)
    .filter(({ redirects }) =>
      redirects.some(({ target }) => /(?:APPTAINER|SINGULARITY)_LABELS/.test(target?.text ?? "")),
    );
  return written.some((command) => textsOf(command).some((text) => text.includes(label)));
}

function describeLabel(label: string): string {
  return `The recipe gives no label ${label}, which every image is to have here. Add it under %labels: "${label} VALUE".`;
}

const NOTHING =
  "The recipe has neither %help nor %labels, so nobody who meets the image can tell what it is, of which version and whose. Add a few lines of each.";

export default defineRule({
  meta: {
    code: "DF804",
    name: "missing-metadata",
    summary: "Say in %help and %labels what the image is",
    why: `Whoever is handed an image sees the name of a file. \`apptainer run-help\` shows \`%help\`, and \`apptainer inspect\` shows the labels: what is
in it, of which version, who maintains it. Without either they must read the recipe that is stored in the image. Add \`%labels\` with a maintainer and a version and
\`%help\` with a line on how it is used; of labels that \`required-labels\` in \`deflint.toml\` asks for, each one that is missing is reported by itself.`,
    severity: "info",
    confidence: "high",
    fix: "none",
    needs: "host",
    modes: inEveryMode("misleads"),
    since: "0.1.0",
    sources: ["Apptainer user guide, Definition files: Best Practices for Build Recipes"],
    group: "hygiene",
  },
  on: { stage: check },
});
