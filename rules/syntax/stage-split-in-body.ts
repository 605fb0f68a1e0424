import type { Stage } from "#grammar/ast.ts";
import { type Draft, defineRule, type Fix, inEveryMode } from "../define-rule.ts";
import type { StageContext } from "../document.ts";
import type { Cut } from "../knowledge/recipe/body-cuts.ts";

const ADVICE: Readonly<Record<Cut["kind"], string>> = {
  heredoc: "Write the text to a file of its own and copy it with %files, or indent the line (by tabs under <<-).",
  string: "Indent the line, or write the text to a file of its own and copy it with %files.",
  command: "Indent the line.",
  help: "Indent the line.",
};

function* check(stage: Stage, { document }: StageContext): Iterable<Draft> {
  const cut = document.cuts.get(stage);
  if (cut === undefined) return;
  const end = document.source.text.indexOf(":", stage.start) + 1;
  const where = cut.kind === "help" ? "text" : "script";
  yield {
    range: { start: stage.start, end },
    message: `Apptainer starts a new stage here: it looks for bootstrap: at the start of a line before it reads anything else. The ${where} above ends in the middle, and the next lines are read as a header. ${ADVICE[cut.kind]}`,
    related: [{ message: "the text that it cuts starts here", range: cut.opener }],
    fix: cut.kind === "help" ? indent(stage) : undefined,
  };
}

/** In a help text blanks change nothing else. */
function indent({ start }: Stage): Fix {
  return {
    title: "Indent the line, so that it stays in the help text",
    safety: "safe",
    changesStructure: true,
    edits: [{ start, end: start, text: "    " }],
  };
}

export default defineRule({
  meta: {
    code: "DF008",
    name: "stage-split-in-body",
    summary: "Start no line of a body with bootstrap:",
    why: `Apptainer splits a recipe into stages first, by \`bootstrap:\` at the start of any line in upper or lower case. It does not look whether the line
stands in a heredoc, in a string or in \`%help\`: the body ends there, and what follows is read as the header of a stage that nobody meant. Mostly that is
refused with \`header key ... had no val\`. Indent the line, or keep text that must start with it in a file that \`%files\` copies. In \`%help\` the mend
indents it, which is safe.`,
    severity: "error",
    confidence: "high",
    fix: "safe",
    modes: inEveryMode("fails"),
    since: "0.1.0",
    sources: ["Apptainer, pkg/build/types/parser/deffile.go, All: (?mi)^bootstrap:"],
  },
  on: { stage: check },
});
