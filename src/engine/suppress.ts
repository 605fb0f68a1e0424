/** Leaves out the findings that a recipe's comments cover. */
import type { Finding, Rule } from "#rules/define-rule.ts";
import {
  RULES_OF_A_HOST,
  SUPPRESSION_FORMS,
  type Suppression,
  type SuppressionState,
  type SuppressionUse,
} from "#rules/knowledge/recipe/suppressions.ts";

/** Which rules there are, and which of them were asked. */
export interface Asked {
  readonly all: readonly Rule[];
  readonly asked: ReadonlySet<Rule>;
}

interface Suppressed {
  readonly kept: readonly Finding[];
  readonly suppressed: number;
  readonly uses: readonly SuppressionUse[];
}

/** Splits findings by what covers them. A finding of a rule about suppressions is covered by the form for files alone. */
export function suppress(findings: readonly Finding[], suppressions: readonly Suppression[], rules: Asked): Suppressed {
  const kept = findings.filter((finding) => !suppressions.some((suppression) => covers(suppression, finding)));
  const known = rules.all.flatMap(({ meta }) => [meta.code, meta.name]);
  const uses = suppressions.map((suppression) => {
    const covered = findings.filter((finding) => covers(suppression, finding));
    const states =
      suppression.rules.length === 0
        ? [stateOfAll(suppression, covered)]
        : suppression.rules.map(({ text }) => stateOf(text, suppression, covered, rules));
    return { ...suppression, states, known };
  });
  return { kept, suppressed: findings.length - kept.length, uses };
}

function stateOfAll(suppression: Suppression, covered: readonly Finding[]): SuppressionState {
  if (covered.length > 0) return "used";
  return isOfKnownForm(suppression) ? "unused" : "idle";
}

function stateOf(
  word: string,
  suppression: Suppression,
  covered: readonly Finding[],
  { all, asked }: Asked,
): SuppressionState {
  const rule = all.find(({ meta }) => isNamed(meta, word));
  if (rule === undefined) return "unknown";
  if (covered.some((finding) => isNamed(finding, word))) return "used";
  const { code } = rule.meta;
  const isDecided = asked.has(rule) && !code.startsWith("DF9") && !RULES_OF_A_HOST.has(code);
  return isDecided && isOfKnownForm(suppression) ? "unused" : "idle";
}

/** What was meant by a form that does not exist is its owner's to say. */
function isOfKnownForm({ form }: Suppression): boolean {
  return SUPPRESSION_FORMS.some((known) => known === form.text);
}

function covers({ covers: range, form, rules }: Suppression, finding: Finding): boolean {
  if (range === undefined || range.end <= finding.range.start || finding.range.end <= range.start) return false;
  if (finding.code.startsWith("DF9") && form.text !== "deflint-ignore-file") return false;
  return rules.length === 0 || rules.some(({ text }) => isNamed(finding, text));
}

function isNamed({ code, name }: { readonly code: string; readonly name: string }, word: string): boolean {
  return word.toUpperCase() === code || word.toLowerCase() === name;
}
