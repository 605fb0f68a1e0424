import type { Section } from "#grammar/ast.ts";
import { type Draft, defineRule, type Fix, inEveryMode } from "../define-rule.ts";
import type { StageContext } from "../document.ts";
import { areArgumentsOf, faultOf } from "../knowledge/recipe/section-lines.ts";

function* check(section: Section, ctx: StageContext): Iterable<Draft> {
  const { mark, type, start } = section;
  const indent = mark.text.replace(/%+$/, "");
  const fault = faultOf(section, ctx);
  const isKnown = type !== undefined || fault?.kind === "separator";
  if (indent === "" || !isKnown || fault?.kind === "in-body") return;
  const isAccepted = isTrimmed(section, ctx);
  yield {
    range: { start, end: start + indent.length },
    severity: isAccepted ? "warning" : "error",
    message: isAccepted
      ? `Apptainer takes the indented %${type} only because nothing stands before it. With a header above it the recipe is refused. Put it at the start of the line.`
      : "Apptainer refuses the recipe: a section must start in the first column, and it does not recognize this one. Put it at the start of the line; if it is text, begin the line with something else.",
    fix: isMeant(section, ctx) ? dedent(start, indent) : undefined,
  };
}

function dedent(start: number, indent: string): Fix {
  return {
    title: "Put the section's line at the start of its line",
    safety: "safe",
    changesStructure: true,
    edits: [{ start, end: start + indent.length, text: "" }],
  };
}

/** Whether the line is a section for sure: no prose of a help text, and nothing in a heredoc whose end is missing. */
function isMeant(section: Section, { stage: { sections }, scripts }: StageContext): boolean {
  const { type, name, arguments: rest } = section;
  if (type !== undefined && !areArgumentsOf(type, `${name.text.slice(type.length)} ${rest?.text ?? ""}`)) return false;
  const above = sections[sections.indexOf(section) - 1];
  if (above === undefined) return true;
  if (above.type === "help" || above.type === "apphelp") return false;
  const script = scripts.find((candidate) => candidate.script.sections.includes(above));
  return !script?.script.commands.some(({ heredocs }) => heredocs.some(({ closed }) => !closed));
}

/** Apptainer trims what it reads first, and that is a section where no header comes before it. */
function isTrimmed(section: Section, { stage: { header, sections } }: StageContext): boolean {
  return section === sections[0] && header.start === header.end;
}

export default defineRule({
  meta: {
    code: "DF004",
    name: "indented-section",
    summary: "Start a section at the start of its line",
    why: `Apptainer ends a section's name at the first space, and counts from the start of the line: \`  %post\` is a section with an empty name, one
after a tab a section named \`<TAB>%post\`. The recipe is refused with \`invalid section(s) specified:\` and nothing after it. Only a section that comes first
in a file without header is trimmed. Take the indentation away; what was meant is plain, so the mend is safe.`,
    severity: "error",
    confidence: "high",
    fix: "safe",
    modes: inEveryMode("fails"),
    since: "0.1.0",
    sources: ["Apptainer, pkg/build/types/parser/deffile.go, scanDefinitionFile and parseTokenSection"],
  },
  on: { section: check },
});
