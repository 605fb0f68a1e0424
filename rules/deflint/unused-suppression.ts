import type { Text } from "#grammar/ast.ts";
import type { SourceText } from "#grammar/source.ts";
import { type Draft, defineRule, type Edit, inEveryMode } from "../define-rule.ts";
import type { Document } from "../document.ts";
import { removeLineOr } from "../edits/remove.ts";
import type { Suppression, SuppressionUse } from "../knowledge/recipe/suppressions.ts";

function* check(use: SuppressionUse, { source }: Document): Iterable<Draft> {
  for (const [at, state] of use.states.entries()) {
    if (state !== "unused") continue;
    const rule = use.rules[at];
    const isLast = rule === undefined || use.rules.length === 1;
    const takeOut = isLast && use.partner !== undefined ? "take it and its end out" : "take it out";
    yield {
      range: rule ?? use.form,
      message: `There is nothing${rule === undefined ? "" : ` of ${rule.text}`} for this comment to suppress: ${takeOut}, so that it hides nothing later.`,
      fix: {
        title: "Take the unused suppression out",
        safety: "safe",
        edits: isLast ? removeComments(source, use) : removeRule(source, use, rule),
      },
    };
  }
}

/** The comment, and the one that ends its range. */
function removeComments(source: SourceText, { comment, partner }: Suppression): Edit[] {
  const edits = [comment, ...(partner === undefined ? [] : [partner.comment])].map((place) =>
    removeLineOr(source, place, ""),
  );
  const [start, end] = edits;
  // With nothing between the two they are one edit: edits of a fix are disjoint.
  return start !== undefined && end !== undefined && end.start < start.end
    ? [{ start: start.start, end: end.end, text: "" }]
    : edits;
}

/** A rule's word, also where the end of the range repeats it. */
function removeRule(source: SourceText, use: Suppression, rule: Text): Edit[] {
  const inEnd = use.partner?.rules.find(({ text }) => text.toLowerCase() === rule.text.toLowerCase());
  return [
    removeWord(source, use.rules, rule),
    ...(use.partner === undefined || inEnd === undefined ? [] : [removeWord(source, use.partner.rules, inEnd)]),
  ];
}

/** A word with the comma that parts it from its neighbour. */
function removeWord(source: SourceText, words: readonly Text[], own: Text): Edit {
  const at = words.indexOf(own);
  const [before, after] = [words[at - 1], words[at + 1]];
  if (after !== undefined) return { start: own.start, end: after.start, text: "" };
  const end = own.end + (/^,/.exec(source.text.slice(own.end, own.end + 1))?.[0].length ?? 0);
  return { start: before?.end ?? own.start, end, text: "" };
}

export default defineRule({
  meta: {
    code: "DF901",
    name: "unused-suppression",
    summary: "Take out suppressions that suppress nothing",
    why: `A comment asks deflint to leave out a finding that is not there: the recipe was mended, or the comment stands in the wrong place. It
would hide the finding silently if it came back. Take the comment or the rule's name out of it; of a range both its comments. What leaves a
finding out in another mode is not unused. Nor are rules that were not asked in this run: those that the configuration
switches off, and ShellCheck's where ShellCheck was not run; nor rules that ask for facts of the host.`,
    severity: "warning",
    confidence: "high",
    fix: "safe",
    modes: inEveryMode("misleads"),
    since: "0.1.0",
    sources: ["deflint's own comments: README, Suppressing findings"],
  },
  on: { suppression: check },
});
