/** Leaves out the findings that a recipe's comments cover. */
import type { Finding, Rule } from "#rules/define-rule.ts";
import type { Suppression, SuppressionState, SuppressionUse } from "#rules/knowledge/suppressions.ts";

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
        ? [covered.length > 0 ? ("used" as const) : ("unused" as const)]
        : suppression.rules.map(({ text }) => stateOf(text, covered, rules));
    return { ...suppression, states, known };
  });
  return { kept, suppressed: findings.length - kept.length, uses };
}

function stateOf(word: string, covered: readonly Finding[], { all, asked }: Asked): SuppressionState {
  const rule = all.find(({ meta }) => isNamed(meta, word));
  if (rule === undefined) return "unknown";
  if (covered.some((finding) => isNamed(finding, word))) return "used";
  return asked.has(rule) && !rule.meta.code.startsWith("DF9") ? "unused" : "idle";
}

function covers({ covers: range, form, rules }: Suppression, finding: Finding): boolean {
  if (range === undefined || range.end <= finding.range.start || finding.range.end <= range.start) return false;
  if (finding.code.startsWith("DF9") && form.text !== "deflint-ignore-file") return false;
  return rules.length === 0 || rules.some(({ text }) => isNamed(finding, text));
}

function isNamed({ code, name }: { readonly code: string; readonly name: string }, word: string): boolean {
  return word.toUpperCase() === code || word.toLowerCase() === name;
}
