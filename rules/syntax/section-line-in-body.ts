import type { Section } from "#grammar/ast.ts";
import { type Draft, defineRule, inEveryMode } from "../define-rule.ts";
import type { StageContext } from "../document.ts";
import type { Cut } from "../knowledge/recipe/body-cuts.ts";
import { faultOf } from "../knowledge/recipe/section-lines.ts";

const PLACES: Readonly<Record<Cut["kind"], string>> = {
  heredoc: "a heredoc",
  string: "a quoted string",
  command: "a command that goes on",
  help: "a help text",
};

function* check(section: Section, ctx: StageContext): Iterable<Draft> {
  const kind = faultOf(section, ctx)?.kind;
  if (kind !== "in-body" && kind !== "no-section") return;
  const cut = ctx.document.cuts.get(section);
  const text = ctx.document.source.slice(section.line).trimEnd();
  const start = section.mark.end - 1;
  yield {
    range: { start, end: section.start + text.length },
    message: describe(section, cut),
    ...(cut && { related: [{ message: `${PLACES[cut.kind]} starts here`, range: cut.opener }] }),
  };
}

function describe({ name, type }: Section, cut: Cut | undefined): string {
  const word = `%${name.text}`;
  const outcome = type === undefined ? "refuses the recipe for it" : `takes what follows for %${type}`;
  const where = cut === undefined ? "" : `, even in ${PLACES[cut.kind]}`;
  const loss = cut === undefined ? "" : " The script above ends in the middle.";
  return `Apptainer takes this line for the start of a section and ${outcome}: every line whose first word starts with % is one (${word})${where}.${loss} ${cureOf(name.text, cut)}`;
}

function cureOf(name: string, cut: Cut | undefined): string {
  if (cut === undefined && name === "") return "Put a # before a comment.";
  if (cut?.kind === "command") return "Put the word in quotes, or at the end of the line above.";
  return `Write the line with printf '%%${name}...', or put the text in a file that %files copies.`;
}

export default defineRule({
  meta: {
    code: "DF003",
    name: "section-line-in-body",
    summary: "Start no line of a script's text with %",
    why: `Apptainer looks for sections before any shell reads a script: a line whose first word starts with \`%\` starts one, in a heredoc, a string
and a continued command too, and however far it is indented. \`%wheel ALL=(ALL) ALL\` for sudoers, \`%_topdir\` for rpm or a LaTeX comment cut the
script in two, and the recipe is refused; a \`%post\` in a heredoc silently takes over the rest. Apptainer has no escape for it. Let
\`printf '%%wheel ...\\n'\` write the line, or keep the text in a file of its own and copy it with \`%files\`.`,
    severity: "error",
    confidence: "high",
    fix: "none",
    modes: inEveryMode("fails"),
    since: "0.1.0",
    sources: ["Apptainer, pkg/build/types/parser/deffile.go, scanDefinitionFile"],
  },
  on: { section: check },
});
