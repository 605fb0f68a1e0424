import { type Draft, defineRule, inEveryMode } from "../define-rule.ts";
import { SUPPRESSION_FORMS, type SuppressionUse } from "../knowledge/recipe/suppressions.ts";

function* check({ hasReason, form }: SuppressionUse): Iterable<Draft> {
  if (hasReason || !SUPPRESSION_FORMS.some((known) => known === form.text)) return;
  yield {
    range: form,
    message:
      "Nothing says why this finding may stay: write the reason after ` -- `, for those who read the recipe next.",
  };
}

export default defineRule({
  meta: {
    code: "DF902",
    name: "suppression-without-reason",
    summary: "Say why a finding is suppressed",
    why: `A suppression without a reason cannot be judged by the next reader: nobody knows whether it still holds. Write the reason after two
dashes: \`# deflint-ignore-next-line DF201 -- the wheel is small\`.`,
    severity: "info",
    confidence: "high",
    fix: "none",
    modes: inEveryMode("misleads"),
    since: "0.1.0",
    sources: ["deflint's own comments: README, Suppressing findings"],
  },
  on: { suppression: check },
});
