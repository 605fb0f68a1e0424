import type { HeaderEntry } from "#grammar/ast.ts";
import type { SourceText } from "#grammar/source.ts";
import { type Draft, defineRule, inEveryMode } from "../define-rule.ts";
import type { StageContext } from "../document.ts";
import { isBogusStage } from "../knowledge/recipe/stage-splits.ts";

function* check(entry: HeaderEntry, ctx: StageContext): Iterable<Draft> {
  const cut = findCut(entry, ctx.document.source);
  if (cut === undefined || isBogusStage(ctx)) return;
  yield {
    range: cut,
    message: `Apptainer cuts the value here: # starts a comment in a header wherever it stands, so ${entry.key.text} is "${entry.value.text}". Write a value without #; put a blank before a comment.`,
  };
}

/** A `#` that is glued to text on both sides, to the end of its line. */
function findCut({ lines }: HeaderEntry, { text }: SourceText) {
  for (const line of lines) {
    if (line.text === "" || text[line.end] !== "#" || !/^#[^\s#]/.test(text.slice(line.end, line.end + 2))) continue;
    const rest = /^[^\n]*/.exec(text.slice(line.end))?.[0].trimEnd() ?? "#";
    return { start: line.end, end: line.end + rest.length };
  }
  return undefined;
}

export default defineRule({
  meta: {
    code: "DF020",
    name: "header-value-cut-at-hash",
    summary: "Keep # out of header values",
    why: `In a header everything after the first \`#\` of a line is a comment, glued to text or not: \`MirrorURL: http://host/#dir\` is
\`http://host/\`, and \`From: image#tag\` is \`image\`. Apptainer says nothing and builds from what is left. There is no way to quote the sign. Use a
name or an address without it, and put a blank before the \`#\` of a comment.`,
    severity: "error",
    confidence: "high",
    fix: "none",
    modes: inEveryMode("misleads"),
    since: "0.1.0",
    sources: ['Apptainer, pkg/build/types/parser/deffile.go, doHeader: strings.SplitN(line, "#", 2)'],
  },
  on: { header: check },
});
