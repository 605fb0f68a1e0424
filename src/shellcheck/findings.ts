/** What ShellCheck says of a script, as findings in the recipe. */
import { findInJoined } from "#grammar/shell/template-mask.ts";
import type { Range } from "#grammar/source.ts";
import { type Finding, inEveryMode } from "#rules/define-rule.ts";
import type { ScriptContext } from "#rules/document.ts";
import type { Comment } from "./answer.ts";
import { isRepeat } from "./codes/repeats.ts";
import { isSaid } from "./codes/same-cause.ts";
import { isUnwanted } from "./codes/unwanted.ts";
import { weigh } from "./codes/weight.ts";
import { fixOf } from "./fix.ts";
import { type FindPlace, makeFindPlace, widen } from "./places.ts";
import { isAboutMask } from "./template-doubt.ts";

/** It knows nothing of modes. */
const MODES = inEveryMode("misleads");

/**
 * The findings of one script, in ShellCheck's order.
 * @param comments ShellCheck's answer to the question about the script
 * @param said what our own rules found in the recipe
 */
export function findingsOf(ctx: ScriptContext, comments: readonly Comment[], said: readonly Finding[]): Finding[] {
  const { joined } = ctx.script;
  const findPlace = makeFindPlace(joined.text);
  const references = findInJoined(ctx.stage.stage.templates, joined).filter(({ skipped }) => !skipped);
  const unplaceable = nestedBackquotes(comments, findPlace, joined.text);
  const findings = new Map<string, Finding>();
  for (const comment of comments) {
    const place = findPlace(comment);
    if (place === undefined || isUnwanted(comment.code, ctx) || isRepeat(comment, comments)) continue;
    if (unplaceable.some(({ start, end }) => start < place.start && place.end < end)) continue;
    const shown = widen(place, joined.text);
    if (isAboutMask(comment.code, shown, references, joined.text)) continue;
    const range = joined.toFile(shown);
    const code = `SC${comment.code}`;
    const key = `${code} ${range.start} ${range.end}`;
    if (findings.has(key) || isSaid(comment, range, ctx, said)) continue;
    findings.set(key, {
      source: "shellcheck",
      code,
      name: code,
      ...weigh(comment, joined.text.slice(place.start, place.end)),
      confidence: "medium",
      message: asSentence(comment.message),
      range,
      modes: MODES,
      related: [],
      fix: fixOf(comment, ctx, findPlace, references),
    });
  }
  return [...findings.values()];
}

/**
 * Backquotes with escaped ones inside: ShellCheck counts the columns in there without the backslashes, so what it says of them
 * has no place.
 */
function nestedBackquotes(comments: readonly Comment[], findPlace: FindPlace, script: string): Range[] {
  return comments.flatMap((comment) => {
    const place = comment.code === 2006 ? findPlace(comment) : undefined;
    return place !== undefined && script.slice(place.start, place.end).includes("\\`") ? [place] : [];
  });
}

function asSentence(message: string): string {
  const text = message.trim();
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
