import type { Recipe } from "#grammar/ast.ts";
import { type Draft, defineRule, inEveryMode } from "../define-rule.ts";
import type { Document } from "../document.ts";
import { BYTE_ORDER_MARK } from "../knowledge/recipe/header-entries.ts";

function* check(_recipe: Recipe, { source: { text } }: Document): Iterable<Draft> {
  if (!text.startsWith(BYTE_ORDER_MARK)) return;
  yield {
    range: { start: 0, end: 1 },
    message:
      "Apptainer refuses the recipe: an invisible byte order mark stands before the first line, so that line is not recognized. Some Windows editors write it. Save the file as UTF-8 without BOM.",
    fix: {
      title: "Take the byte order mark out",
      safety: "safe",
      changesStructure: true,
      edits: [{ start: 0, end: 1, text: "" }],
    },
  };
}

export default defineRule({
  meta: {
    code: "DF010",
    name: "byte-order-mark",
    summary: "Start the file without a byte order mark",
    why: `Some editors on Windows put the three bytes EF BB BF before a UTF-8 text. They show nowhere, but Apptainer takes them for a part of the
first word: \`invalid header keyword found: bootstrap\`, where the word looks right. A recipe whose first line is a comment is refused as well.
Take the mark out; nothing else changes.`,
    severity: "error",
    confidence: "high",
    fix: "safe",
    modes: inEveryMode("fails"),
    since: "0.1.0",
    sources: ["Apptainer, pkg/build/types/parser/deffile.go: nothing strips a byte order mark"],
  },
  on: { recipe: check },
});
