import { type Draft, defineRule, inEveryMode } from "../define-rule.ts";
import { findClosestName } from "../knowledge/closest-name.ts";
import { SUPPRESSION_FORMS, type SuppressionUse } from "../knowledge/recipe/suppressions.ts";

function* check({ form, rules, states, known }: SuppressionUse): Iterable<Draft> {
  if (!SUPPRESSION_FORMS.some((name) => name === form.text)) {
    yield {
      range: form,
      message: `There is no ${form.text}, so this comment covers nothing: write ${SUPPRESSION_FORMS.join(" or ")}.`,
    };
    return;
  }
  for (const [at, rule] of rules.entries()) {
    if (states[at] !== "unknown") continue;
    const closest = findClosestName(rule.text, known);
    const hint = closest === undefined ? "`deflint rules` lists them." : `did you mean ${closest}?`;
    yield { range: rule, message: `There is no rule ${rule.text}, so nothing is suppressed: ${hint}` };
  }
}

export default defineRule({
  meta: {
    code: "DF903",
    name: "unknown-rule-in-suppression",
    summary: "Name rules that exist in suppressions",
    why: `A suppression names a rule that deflint does not have, or is of a form that does not exist, so it covers nothing. Rules go by their code
or their name, with commas between them, and what follows two dashes is the reason: \`# deflint-ignore-next-line DF101, pip-fills-tmp -- the
base has the group\`.`,
    severity: "warning",
    confidence: "high",
    fix: "none",
    modes: inEveryMode("misleads"),
    since: "0.1.0",
    sources: ["deflint's own comments: README, Suppressing findings"],
  },
  on: { suppression: check },
});
