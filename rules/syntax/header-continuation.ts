import type { Header, HeaderEntry, Stage, StrayLine } from "#grammar/ast.ts";
import { type Draft, defineRule, type Fix, inEveryMode } from "../define-rule.ts";
import type { StageContext } from "../document.ts";
import { isLost } from "../knowledge/recipe/header-entries.ts";
import { isBogusStage } from "../knowledge/recipe/stage-splits.ts";

/** An entry that asks for a line which does not come. */
interface Lost {
  readonly entry: HeaderEntry;
  /** Whether Apptainer reaches a blank line or a comment while it waits. */
  readonly crashes: boolean;
  /** The line that was meant to go on with the value, and whether it is the very next one. */
  readonly next: StrayLine | undefined;
  readonly isAdjacent: boolean;
}

function* check(stage: Stage, ctx: StageContext): Iterable<Draft> {
  if (isBogusStage(ctx)) return;
  for (const lost of findLost(stage.header)) {
    const { entry, crashes } = lost;
    const isAlone = !entry.unfinished;
    const at = isAlone ? entry.value.start : (entry.lines.at(-1)?.end ?? entry.value.end);
    const reason = isAlone
      ? "A backslash without a value before it joins nothing"
      : "The backslash asks for one more line of the value, and none follows";
    const effect = crashes
      ? "Apptainer crashes (assignment to entry in nil map) at the next blank line or comment"
      : `Apptainer loses ${entry.key.text} without a word`;
    yield {
      range: { start: at, end: at + 1 },
      message: `${effect}. ${reason}. ${adviseOn(lost)}`,
      ...(crashes || /^(?:bootstrap|from|stage)$/i.test(entry.key.text) ? {} : { modes: inEveryMode("lost") }),
      fix: mend(lost, at, ctx),
    };
  }
}

/** Reads a header from its end, so that each entry knows what comes behind it. */
function findLost({ items }: Header): Lost[] {
  const found: Lost[] = [];
  let crashes = false;
  let next: StrayLine | undefined;
  let isAdjacent = false;
  for (const item of items.slice(0, items.findLastIndex(({ kind }) => kind !== "blank") + 1).reverse()) {
    if (item.kind === "blank" || item.kind === "comment") {
      [crashes, isAdjacent] = [true, false];
      continue;
    }
    if (item.kind === "stray-line") {
      [crashes, next, isAdjacent] = [false, item, true];
      continue;
    }
    if (isLost(item)) found.push({ entry: item, crashes, next, isAdjacent });
    // A value of several lines, once whole, makes Apptainer forget what it waited for.
    else if (item.lines.length > 1) crashes = false;
    [next, isAdjacent] = [undefined, false];
  }
  return found.reverse();
}

function adviseOn({ entry, next }: Lost): string {
  if (next === undefined) return "Take the backslash off.";
  return entry.unfinished
    ? "Keep blank lines and comments out of a value of several lines."
    : "Start the value on the line of its key.";
}

/** Takes the backslash off; where a value follows a backslash alone, joins it. */
function mend({ entry, next, isAdjacent }: Lost, at: number, { document: { source } }: StageContext): Fix | undefined {
  if (next !== undefined && (entry.unfinished || !isAdjacent)) return undefined;
  const written = next === undefined ? "" : source.slice(next);
  const end = next === undefined ? at + 1 : next.start + written.length - written.trimStart().length;
  const blanks = /[^\S\n]*$/.exec(source.text.slice(entry.key.end + 1, at))?.[0] ?? "";
  return {
    title: next === undefined ? "Take the backslash off" : "Join the two lines",
    safety: "safe",
    changesStructure: true,
    edits: [{ start: next === undefined ? at - blanks.length : at, end, text: "" }],
  };
}

export default defineRule({
  meta: {
    code: "DF007",
    name: "header-continuation",
    summary: "End a header value of several lines before a blank or a comment",
    why: `A backslash at the end of a header line joins the next line. When a blank line or a comment follows, Apptainer crashes with
\`panic: assignment to entry in nil map\`; when a section follows, it drops the key and builds without it. A backslash that stands alone after
the colon joins nothing at all, loses its key, and crashes at the next blank line of the header. Take the last backslash off; the mend does.`,
    severity: "error",
    confidence: "high",
    fix: "safe",
    modes: inEveryMode("fails"),
    since: "0.1.0",
    sources: ["Apptainer, pkg/build/types/parser/deffile.go, doHeader"],
  },
  on: { stage: check },
});
