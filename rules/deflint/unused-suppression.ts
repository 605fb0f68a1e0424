import type { Text } from "#grammar/ast.ts";
import type { SourceText } from "#grammar/source.ts";
import { type Draft, defineRule, type Edit, inEveryMode } from "../define-rule.ts";
import type { Document } from "../document.ts";
import { removeLineOr } from "../edits/remove.ts";
import type { SuppressionUse } from "../knowledge/recipe/suppressions.ts";

function* check(use: SuppressionUse, { source }: Document): Iterable<Draft> {
  for (const [at, state] of use.states.entries()) {
    if (state !== "unused") continue;
    const rule = use.rules[at];
    yield {
      range: rule ?? use.form,
      message: `There is nothing${rule === undefined ? "" : ` of ${rule.text}`} for this comment to suppress: take it out, so that it hides nothing later.`,
      fix: {
        title: "Take the unused suppression out",
        safety: "safe",
        edits: [
          rule === undefined || use.rules.length === 1 ? removeComment(source, use) : removeRule(source, use, at),
        ],
      },
    };
  }
}

function removeComment(source: SourceText, { comment }: SuppressionUse): Edit {
  return removeLineOr(source, comment, "");
}

/** The rule with the comma that parts it from its neighbour. */
function removeRule(source: SourceText, { rules }: SuppressionUse, at: number): Edit {
  const [before, own, after] = [rules[at - 1], rules[at] as Text, rules[at + 1]];
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
would hide the finding silently if it came back. Take the comment or the rule's name out of it. Rules that do not apply to the mode that the
recipe is judged for, and rules that ask for facts of the host, are not counted as unused.`,
    severity: "warning",
    confidence: "high",
    fix: "safe",
    modes: inEveryMode("misleads"),
    since: "0.1.0",
    sources: ["deflint's own comments: README, Suppressing findings"],
  },
  on: { suppression: check },
});
