import type { Header, Stage } from "#grammar/ast.ts";
import { type Draft, defineRule, type Fix, inEveryMode } from "../define-rule.ts";
import type { StageContext } from "../document.ts";
import { hasByteOrderMark, type MeantKey, meantKey, namesIn, textOf } from "../knowledge/recipe/header-entries.ts";
import { isBogusStage } from "../knowledge/recipe/stage-splits.ts";

function* check(stage: Stage, ctx: StageContext): Iterable<Draft> {
  const { source } = ctx.document;
  if (isBogusStage(ctx)) return;
  const names = namesIn(stage);
  const { items } = stage.header;
  for (const [index, item] of items.entries()) {
    if (item.kind !== "stray-line" || hasByteOrderMark(item, source) || isLoneBackslash(items[index - 1])) continue;
    const text = textOf(item, source);
    const start = item.start + source.slice(item).indexOf(text);
    const meant = meantKey(text, false);
    yield {
      range: { start, end: start + text.length },
      message: `Apptainer refuses the recipe: all lines above the first section are header, and this one is not of the form Key: value. ${adviseOn(text, meant)}`,
      fix: meant === undefined || names.has(meant.name) ? undefined : addColon(start, meant),
    };
  }
}

/** Before the line that it was to join: DF007 says so. */
function isLoneBackslash(item: Header["items"][number] | undefined): boolean {
  return item?.kind === "header-entry" && item.value.text === "\\";
}

function adviseOn(text: string, meant: MeantKey | undefined): string {
  if (meant !== undefined) return `Did you mean "${meant.replacement}${text.slice(meant.length)}"?`;
  if (/^(?:RUN|COPY|ADD|ENV|CMD|ENTRYPOINT|WORKDIR|USER|EXPOSE|ARG|LABEL|VOLUME)\s/.test(text)) {
    return "It is a line of a Dockerfile: write what it does below %post, %files or %environment.";
  }
  if (/^\{[%{#]/.test(text)) return "It belongs to a template: build what the template makes of it.";
  return "Put # before it if it is a comment, or move it below a section, commands below %post.";
}

function addColon(start: number, { length, replacement, spelling }: MeantKey): Fix {
  return {
    title: `Put a colon after ${spelling}`,
    safety: "unsafe",
    changesStructure: true,
    edits: [{ start, end: start + length, text: replacement }],
  };
}

export default defineRule({
  meta: {
    code: "DF006",
    name: "header-line-without-value",
    summary: "Keep lines out of the header that are no Key: value",
    why: `Until the first line that starts with \`%\` Apptainer reads a header. A line in it without a colon is refused with
\`header key ... had no val\`, and no line number. It may be a command without a section above it, a line of a Dockerfile, a comment without
its \`#\`, or a key without its colon. Write the section's name above it, or the colon into it.`,
    severity: "error",
    confidence: "high",
    fix: "unsafe",
    modes: inEveryMode("fails"),
    since: "0.1.0",
    sources: ["Apptainer, pkg/build/types/parser/deffile.go, doHeader"],
  },
  on: { stage: check },
});
