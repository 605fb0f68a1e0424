import type { HeaderEntry, Stage } from "#grammar/ast.ts";
import { HEADER_KEYS, isHeaderKey } from "#grammar/vocabulary.ts";
import { type Draft, defineRule, type Fix, inEveryMode } from "../define-rule.ts";
import type { StageContext } from "../document.ts";
import { isOlderThan } from "../knowledge/host/engine-version.ts";
import { hasByteOrderMark, isLost, type MeantKey, meantKey, namesIn } from "../knowledge/recipe/header-entries.ts";
import { isBogusStage } from "../knowledge/recipe/stage-splits.ts";

function* check(stage: Stage, ctx: StageContext): Iterable<Draft> {
  const { source } = ctx.document;
  if (isBogusStage(ctx)) return;
  const names = namesIn(stage);
  for (const entry of stage.header.entries) {
    if (!isLost(entry) && !hasByteOrderMark(entry, source)) yield* judge(entry, names, ctx);
  }
}

function* judge({ key, name }: HeaderEntry, names: ReadonlySet<string>, ctx: StageContext): Iterable<Draft> {
  const { target } = ctx.document;
  const range = key.text === "" ? { start: key.start, end: key.start + 1 } : key;
  const since = HEADER_KEYS.get(name)?.since;
  if (isOlderThan(target, since)) {
    yield {
      range,
      message: `Apptainer ${target.engineVersion} refuses the recipe: the header key ${key.text} needs ${since}. Build with Apptainer ${since} or later, or do without it.`,
    };
  }
  if (isHeaderKey(name)) return;
  const meant = meantKey(key.text, true);
  yield {
    range,
    message: `Apptainer refuses the recipe: ${name === "" ? "a header line cannot start with the colon" : `it knows no header key "${shorten(key.text)}"`}. ${adviseOn(key.text, meant)}`,
    fix: meant === undefined || names.has(meant.name) ? undefined : correct(key.start, meant),
  };
}

function adviseOn(key: string, meant: MeantKey | undefined): string {
  if (meant?.kind === "misspelt") return `Did you mean ${meant.spelling}?`;
  if (meant !== undefined) return `Did you mean "${meant.replacement.trim()}"? The colon is missing there.`;
  return /\s/.test(key)
    ? "All lines above the first section are header: commands belong below %post."
    : "Take the line out; text about the image belongs below %labels or %help.";
}

function shorten(key: string): string {
  return key.length > 40 ? `${key.slice(0, 39)}…` : key;
}

function correct(start: number, { length, replacement, spelling }: MeantKey): Fix {
  return {
    title: `Write ${spelling}`,
    safety: "unsafe",
    changesStructure: true,
    edits: [{ start, end: start + length, text: replacement }],
  };
}

export default defineRule({
  meta: {
    code: "DF005",
    name: "unknown-header-key",
    summary: "Use only header keys that Apptainer knows",
    why: `All lines from \`Bootstrap:\` to the first section are the header, one \`Key: value\` a line. Apptainer knows a fixed list of keys and
refuses a recipe with any other (\`invalid header keyword found\`), without saying where it stands. Mostly the key is misspelt, its colon
is missing, or a command stands above \`%post\`. Some keys are newer than others: \`SetOpt\` came with Apptainer 1.2, those of \`buildkit\` with 1.5.`,
    severity: "error",
    confidence: "high",
    fix: "unsafe",
    needs: "host",
    modes: inEveryMode("fails"),
    since: "0.1.0",
    sources: ["Apptainer, pkg/build/types/parser/deffile.go, validHeaders and doHeader", "Apptainer, CHANGELOG 1.2.0"],
  },
  on: { stage: check },
});
