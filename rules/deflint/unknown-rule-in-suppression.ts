import type { Text } from "#grammar/ast.ts";
import type { SourceText } from "#grammar/source.ts";
import { type Draft, defineRule, inEveryMode } from "../define-rule.ts";
import type { Document } from "../document.ts";
import { removeLineOr } from "../edits/remove.ts";
import { findClosestName } from "../knowledge/closest-name.ts";
import { plainFormOf } from "../knowledge/recipe/suppression-comments.ts";
import { hasForm, SUPPRESSION_FORMS, type SuppressionUse } from "../knowledge/recipe/suppressions.ts";

/** What configuration and command line take for many rules at once: families by digit or name, groups, everything. */
const MANY =
  /^(?:DF\d{0,2}[x*]*|SC\d{0,3}[x*]*|\*|all|hygiene|deflint|syntax|fakeroot|space|base|files|shell|runtime|security|upkeep)$/i;

function* check(use: SuppressionUse, { source }: Document): Iterable<Draft> {
  const { partner } = use;
  if (!hasForm(use)) {
    yield describeUnknownForm(use);
  } else if (hasForm(use, "deflint-ignore-end")) {
    if (partner === undefined) yield describeLoneEnd(use, source);
  } else {
    yield* describeUnknownRules(use);
    if (hasForm(use, "deflint-ignore-start") && partner === undefined) yield describeOpenStart(use);
  }
}

function describeUnknownForm({ form }: SuppressionUse): Draft {
  const plain = plainFormOf(form);
  if (hasForm({ form: { ...form, text: plain } })) {
    return {
      range: form,
      message: `This comment covers nothing as it is written: its first word has to be ${plain}, in lower case and with plain hyphens.`,
      fix: { title: `Write ${plain}`, safety: "unsafe", edits: [{ start: form.start, end: form.end, text: plain }] },
    };
  }
  return {
    range: form,
    message: `There is no ${form.text}, so this comment covers nothing: write ${SUPPRESSION_FORMS.slice(0, -1).join(", ")} or ${SUPPRESSION_FORMS.at(-1)}.`,
  };
}

function describeLoneEnd({ form, comment, rules, mayEndAnother }: SuppressionUse, source: SourceText): Draft {
  if (mayEndAnother) {
    return {
      range: form,
      message: `No range that names just ${listOf(rules)} is open here, so nothing ends here: name the same rules as the deflint-ignore-start that it belongs to, or none to end the last one.`,
    };
  }
  return {
    range: form,
    message: "There is no deflint-ignore-start above for it, so nothing ends here: take it out.",
    fix: {
      title: "Take the end without a start out",
      safety: "safe",
      edits: [removeLineOr(source, comment, "")],
    },
  };
}

function describeOpenStart({ form, rules }: SuppressionUse): Draft {
  const end = ["# deflint-ignore-end", ...(rules.length === 0 ? [] : [listOf(rules)])].join(" ");
  return {
    range: form,
    message: `This range is not ended, so it covers all the rest of the file: write \`${end}\` where it ends, or deflint-ignore-file if all is meant.`,
  };
}

function* describeUnknownRules({ rules, states, known, partner }: SuppressionUse): Iterable<Draft> {
  const unknown = rules.filter((_rule, at) => states[at] === "unknown");
  const [first] = unknown;
  const last = unknown.at(-1);
  const isProse = unknown.length > 2 && unknown.every(({ text }) => /^[\p{L}'’-]+[.:;!?]?$/u.test(text));
  if (isProse && first !== undefined && last !== undefined) {
    yield {
      range: { start: first.start, end: last.end },
      message: "These words are no rules, so they suppress nothing: a reason stands behind ` -- `.",
    };
    return;
  }
  for (const rule of unknown) {
    // The end of a range names the same rules.
    const again = partner?.rules.filter(({ text }) => text.toLowerCase() === rule.text.toLowerCase()) ?? [];
    yield describeUnknownRule(rule, again, known);
  }
}

function describeUnknownRule(rule: Text, again: readonly Text[], known: readonly string[]): Draft {
  if (MANY.test(rule.text)) {
    return {
      range: rule,
      message: `${rule.text} stands for many rules, which only --select, --ignore and deflint.toml take, so nothing is suppressed: name each rule by its code or its name, or none to mean all.`,
    };
  }
  const closest = findClosestName(rule.text, known);
  const hint = closest === undefined ? "`deflint rules` lists them." : `did you mean ${closest}?`;
  return {
    range: rule,
    message: `There is no rule ${rule.text}, so nothing is suppressed: ${hint}`,
    ...(closest !== undefined && {
      fix: {
        title: `Write ${closest}`,
        // It changes what is reported, so a person has to have meant it.
        safety: "unsafe",
        edits: [rule, ...again].map(({ start, end }) => ({ start, end, text: closest })),
      },
    }),
  };
}

function listOf(rules: readonly Text[]): string {
  return rules.map(({ text }) => text).join(", ");
}

export default defineRule({
  meta: {
    code: "DF903",
    name: "unknown-rule-in-suppression",
    summary: "Write suppressions that deflint can follow",
    why: `A suppression names a rule that deflint does not have, is of a form that does not exist, or starts or ends a range whose other end is
missing, so it covers nothing, or more than was meant. Rules go by their code or their name, with commas between them, and what follows two
dashes is the reason: \`# deflint-ignore-next-line DF101, pip-fills-tmp -- the base has the group\`. ShellCheck's findings go by their codes too,
and \`shellcheck\` stands for all of them; families and groups of rules are for the configuration. The end of a range names the same rules as its start, or none.`,
    severity: "warning",
    confidence: "high",
    fix: "safe",
    modes: inEveryMode("misleads"),
    since: "0.1.0",
    sources: ["deflint's own comments: README, Suppressing findings"],
  },
  on: { suppression: check },
});
