import type { Section } from "#grammar/ast.ts";
import { type Draft, defineRule, inEveryMode } from "../define-rule.ts";
import { ofTypes, type StageContext } from "../document.ts";

function* check(section: Section, { document: { source, cuts } }: StageContext): Iterable<Draft> {
  if (section.name.text.toLowerCase() !== "files" || cuts.has(section)) return;
  for (const item of section.items) {
    if (item.kind !== "files-entry" || item.words.length > 0) continue;
    const written = source.slice(item);
    const start = item.start + written.length - written.trimStart().length;
    yield {
      range: { start, end: start + written.trim().length },
      message:
        "Apptainer crashes here (index out of range): a line of %files that holds nothing but a double quote has no word in it. Take the line out, or put the quotes around one whole path.",
      fix: {
        title: "Take the line out",
        safety: "unsafe",
        changesStructure: true,
        edits: [{ start: item.start, end: item.end, text: "" }],
      },
    };
  }
}

export default defineRule({
  meta: {
    code: "DF018",
    name: "lone-quote-in-files",
    summary: "Leave no double quote alone in a line of %files",
    why: `Apptainer splits a line of \`%files\` into words by a pattern in which a double quote counts only with its partner in the same line. A line
that is a lone \`"\` gives no words, and Apptainer crashes with \`panic: runtime error: index out of range\`. Such a line is mostly left over from
a quoted list. Take it out, and write each path in a line of its own.`,
    severity: "error",
    confidence: "high",
    fix: "unsafe",
    modes: inEveryMode("fails"),
    since: "0.1.0",
    sources: ["Apptainer, pkg/build/types/parser/deffile.go, parseTokenSection and fileSplitter"],
    supersedes: ["DF402"],
  },
  on: { sections: ofTypes(["files"], check) },
});
