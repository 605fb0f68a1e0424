import type { Section } from "#grammar/ast.ts";
import { type Draft, defineRule, inEveryMode } from "../define-rule.ts";
import { ofTypes, type StageContext } from "../document.ts";
import { type Copy, copiesFrom, copiesIn, isFilesSection } from "../knowledge/recipe/files-lines.ts";

function* check(section: Section, ctx: StageContext): Iterable<Draft> {
  const { target } = ctx.document;
  if (target.sources === undefined || isMadeBefore(ctx)) return;
  const missing = hostCopies(section, ctx).filter(({ source }) => target.sources?.(source) === "missing");
  if (target.building === true) {
    for (const copy of missing) yield { range: copy.sourceWord, severity: "error", message: describe(copy, true) };
    return;
  }
  const [copy] = missing;
  if (copy === undefined || copy.source.startsWith("/") || !isTheOnlyOne(ctx)) return;
  yield { range: copy.sourceWord, message: describe(copy, false) };
}

/** What a section copies from the host, as far as the words say which files. */
function hostCopies(section: Section, ctx: StageContext): Copy[] {
  if (!isFilesSection(section, ctx) || copiesFrom(section, ctx)?.kind !== "host") return [];
  // The shell that expands the path may put anything there.
  return copiesIn(section, ctx).filter(({ source }) => !/[$`~'\\]/.test(source));
}

/** Whether all the other relative sources of the recipe are there: then this is the directory to look from. */
function isTheOnlyOne({ document }: StageContext): boolean {
  const copies = document.stages.flatMap((stage) =>
    stage.stage.sections.flatMap((section) => hostCopies(section, stage)),
  );
  const answers = copies.map(({ source }) => (source.startsWith("/") ? "unknown" : document.target.sources?.(source)));
  return answers.includes("present") && answers.filter((answer) => answer === "missing").length === 1;
}

/** `%pre` and `%setup` run on the host before \`%files\`, and may make what it copies. */
function isMadeBefore({ document, stage }: StageContext): boolean {
  const scripts = document.stages.slice(0, stage.index + 1).flatMap((earlier) => earlier.scripts);
  return scripts.some(({ script }) => script.type === "pre" || script.type === "setup");
}

function describe({ source }: Copy, isBuilding: boolean): string {
  const what = /[*?[]/.test(source) ? `nothing matches ${source}` : `${source} is not there`;
  return isBuilding
    ? `The build fails at this line: ${what}. The path counts from the directory that you build in, not from the recipe.`
    : `${what.replace(/^n/, "N")}, where the other files of this recipe are. The path counts from the directory that you build in; if the file is not made before the build, the build fails.`;
}

export default defineRule({
  meta: {
    code: "DF401",
    name: "missing-source",
    summary: "Have every file that %files copies",
    why: `\`%files\` copies from the directory in which \`apptainer build\` is started, not from the recipe's. What is not there ends the build with
\`cp: cannot stat\`, after the base image has been fetched; a glob that matches nothing stays as it is and fails as well. Start the build where
the files are, or correct the path. Before a build this is an error; a check, which cannot know where you will build, warns when
all other files of the recipe are there and one is not.`,
    severity: "warning",
    confidence: "medium",
    fix: "none",
    needs: "host",
    modes: inEveryMode("fails"),
    since: "0.1.0",
    sources: [
      "Apptainer, internal/pkg/build/files/copy.go, CopyFromHost",
      "Apptainer 1.4.5, run: a missing source and a glob without a match end the build with cp: cannot stat",
    ],
  },
  on: { sections: ofTypes(["files"], check) },
});
