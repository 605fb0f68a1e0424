import type { Section } from "#grammar/ast.ts";
import type { SectionType } from "#grammar/vocabulary.ts";
import { type Draft, defineRule, type Fix, inEveryMode } from "../define-rule.ts";
import type { StageContext } from "../document.ts";
import { faultOf } from "../knowledge/recipe/section-lines.ts";

function* check(section: Section, ctx: StageContext): Iterable<Draft> {
  const fault = faultOf(section, ctx);
  if (fault?.kind !== "unknown") return;
  yield {
    range: { start: section.mark.end - 1, end: section.name.end },
    message: describe(section.name.text, fault.meant),
    fix: fault.meant && rename(section, fault.meant),
  };
}

function describe(name: string, meant: SectionType | undefined): string {
  const advice =
    meant === undefined
      ? "Use one of its sections (%post, %environment, %files, %runscript, %labels, %help, %test, ...); if the line is a comment, put a # before it."
      : `Did you mean %${meant}?`;
  return `Apptainer refuses the recipe: it has no section %${name}. ${advice}`;
}

function rename({ name }: Section, meant: SectionType): Fix {
  return {
    title: `Name the section %${meant}`,
    safety: "unsafe",
    changesStructure: true,
    edits: [{ start: name.start, end: name.end, text: meant }],
  };
}

export default defineRule({
  meta: {
    code: "DF001",
    name: "unknown-section",
    summary: "Use only sections that Apptainer has",
    why: `A line whose first word starts with \`%\` starts a section, and Apptainer refuses a recipe with a section that it does not
know: \`invalid section(s) specified\`, without saying where. \`%env\`, \`%label\` and \`%tests\` are the usual ones, for \`%environment\`,
\`%labels\` and \`%test\`. Write the name as Apptainer has it (upper and lower case do not matter), or put a \`#\` before a line that is a comment.
The mend is not safe in that the nearest name need not be the one that was meant.`,
    severity: "error",
    confidence: "high",
    fix: "unsafe",
    modes: inEveryMode("fails"),
    since: "0.1.0",
    sources: ["Apptainer, pkg/build/types/parser/deffile.go, validSections and populateDefinition"],
  },
  on: { section: check },
});
