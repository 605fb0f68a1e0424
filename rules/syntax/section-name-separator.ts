import type { Section } from "#grammar/ast.ts";
import { type Draft, defineRule, type Fix, inEveryMode } from "../define-rule.ts";
import type { StageContext } from "../document.ts";
import { faultOf, type WrongSeparator } from "../knowledge/recipe/section-lines.ts";

function* check(section: Section, ctx: StageContext): Iterable<Draft> {
  const fault = faultOf(section, ctx);
  if (fault?.kind !== "separator") return;
  const found = ctx.document.source.slice(fault.range);
  yield { range: fault.range, message: describe(fault, found), fix: mend(fault) };
}

function describe({ type, replacement }: WrongSeparator, found: string): string {
  const name = nameOf(found);
  const cure = replacement === " " ? "Put one space there." : "Take it out.";
  if (/^\s+$/.test(found) && replacement === "" && !/[\t\u00a0\r]/.test(found)) {
    return `Apptainer refuses the recipe: it reads a section without a name, because a blank stands between % and ${type}. ${cure}`;
  }
  return `Apptainer refuses the recipe: for it a section's name ends at the first space, so ${name} belongs to the name and %${type} is not recognized. ${cure}`;
}

function nameOf(found: string): string {
  if (found.includes(":")) return "the colon";
  if (found.includes("\u00a0")) return "the no-break space";
  if (found.includes("\t")) return "the tab";
  return found.includes("\r") ? "the carriage return" : "the blank";
}

function mend({ range, replacement }: WrongSeparator): Fix {
  return {
    title:
      replacement === " "
        ? "Put one space after the section's name"
        : "Take out what does not belong to the section's name",
    safety: "safe",
    changesStructure: true,
    edits: [{ ...range, text: replacement }],
  };
}

export default defineRule({
  meta: {
    code: "DF002",
    name: "section-name-separator",
    summary: "Separate a section's name by one space and nothing else",
    why: `For Apptainer the name of a section goes from the \`%\` to the first space. A tab, a colon or a no-break space becomes part of the name, and
after a blank that follows the \`%\` there is no name at all: the recipe is refused with \`invalid section(s) specified: post\`, which looks right on a
screen. Write \`%post\` and, where arguments follow, one space. The mend has one reading, so it is safe.`,
    severity: "error",
    confidence: "high",
    fix: "safe",
    modes: inEveryMode("fails"),
    since: "0.1.0",
    sources: ['Apptainer, pkg/build/types/parser/deffile.go, parseTokenSection: strings.SplitN(line, " ", 2)'],
  },
  on: { section: check },
});
