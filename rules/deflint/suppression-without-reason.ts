import { type Draft, defineRule, inEveryMode } from "../define-rule.ts";
import { hasForm, type SuppressionUse } from "../knowledge/recipe/suppressions.ts";

function* check(use: SuppressionUse): Iterable<Draft> {
  // The end of a range says nothing of its own.
  if (use.hasReason || !hasForm(use) || hasForm(use, "deflint-ignore-end")) return;
  const what = hasForm(use, "deflint-ignore-next-line") ? "this finding" : "these findings";
  yield {
    range: use.form,
    message: `Nothing says why ${what} may stay: write the reason after \` -- \`, for those who read the recipe next.`,
  };
}

export default defineRule({
  meta: {
    code: "DF902",
    name: "suppression-without-reason",
    summary: "Say why a finding is suppressed",
    why: `A suppression without a reason cannot be judged by the next reader: nobody knows whether it still holds. Write the reason after two
dashes: \`# deflint-ignore-next-line DF201 -- the wheel is small\`. The end of a range needs none.`,
    severity: "info",
    confidence: "high",
    fix: "none",
    modes: inEveryMode("misleads"),
    since: "0.1.0",
    sources: ["deflint's own comments: README, Suppressing findings"],
  },
  on: { suppression: check },
});
