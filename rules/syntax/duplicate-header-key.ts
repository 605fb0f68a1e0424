import type { Stage } from "#grammar/ast.ts";
import { isHeaderKey } from "#grammar/vocabulary.ts";
import { type Draft, defineRule, inEveryMode } from "../define-rule.ts";
import type { StageContext } from "../document.ts";
import { isLost, keyOf } from "../knowledge/recipe/header-entries.ts";
import { isBogusStage } from "../knowledge/recipe/stage-splits.ts";

function* check(stage: Stage, ctx: StageContext): Iterable<Draft> {
  if (isBogusStage(ctx)) return;
  const kept = stage.header.entries.filter((entry) => !isLost(entry) && isHeaderKey(keyOf(entry)));
  const winners = new Map(kept.map((entry) => [keyOf(entry), entry]));
  for (const entry of kept) {
    const last = winners.get(keyOf(entry));
    if (last === undefined || last === entry) continue;
    const { key, value } = entry;
    yield {
      range: { start: key.start, end: Math.max(value.end, key.end) },
      message: `${key.text}: is given more than once; Apptainer uses the last, "${last.value.text}", and ignores this line. Take out the one that you do not mean.`,
      related: [
        { message: "this one wins", range: { start: last.key.start, end: Math.max(last.value.end, last.key.end) } },
      ],
    };
  }
}

export default defineRule({
  meta: {
    code: "DF012",
    name: "duplicate-header-key",
    summary: "Write each header key once",
    why: `Apptainer keeps one value a header key, and a later line overwrites an earlier one without a word. Two lines of \`From:\` or \`Include:\` do
not add up: only the last counts. Write all packages of \`Include:\` in one line, and take out what you do not mean.`,
    severity: "warning",
    confidence: "high",
    fix: "none",
    modes: inEveryMode("misleads"),
    since: "0.1.0",
    sources: ["Apptainer, pkg/build/types/parser/deffile.go, doHeader: header[key] = val"],
  },
  on: { stage: check },
});
