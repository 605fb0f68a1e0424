/** Leaves out the findings that a recipe's comments cover. */
import type { Finding, Rule } from "#rules/define-rule.ts";
import {
  hasForm,
  namesShellCheck,
  type Suppression,
  type SuppressionState,
  type SuppressionUse,
} from "#rules/knowledge/recipe/suppressions.ts";

/** Which rules there are, and which of them were asked. */
export interface Asked {
  readonly all: readonly Rule[];
  /** Those that bite in the target mode and that the owners did not switch off. */
  readonly asked: ReadonlySet<Rule>;
  /** Whether the owners switched none off. */
  readonly isEveryRule: boolean;
  /** Whether ShellCheck was asked. */
  readonly shellcheck: boolean;
  /** What they say where the recipe is built in another mode. */
  readonly inOtherModes: () => readonly Finding[];
}

interface Suppressed {
  readonly kept: readonly Finding[];
  readonly suppressed: readonly Finding[];
}

/** Splits findings by what covers them. A finding of a rule about suppressions is covered by the form for files alone. */
export function suppress(findings: readonly Finding[], suppressions: readonly Suppression[]): Suppressed {
  const isCovered = (finding: Finding) => suppressions.some((suppression) => covers(suppression, finding));
  return { kept: findings.filter((finding) => !isCovered(finding)), suppressed: findings.filter(isCovered) };
}

/**
 * What became of suppressions in a run.
 * @param suppressed the findings that they cover
 */
export function usesOf(
  suppressions: readonly Suppression[],
  suppressed: readonly Finding[],
  rules: Asked,
): SuppressionUse[] {
  const known = [...rules.all.flatMap(({ meta }) => [meta.code, meta.name]), "shellcheck"];
  return suppressions.map((suppression) => {
    const covered = suppressed.filter((finding) => covers(suppression, finding));
    return { ...suppression, states: statesOf(suppression, covered, rules), known };
  });
}

/** Whether a suppression leaves a finding out. */
export function covers({ covers: range, form, rules }: Suppression, finding: Finding): boolean {
  if (range === undefined || range.end <= finding.range.start || finding.range.end <= range.start) return false;
  if (isAboutSuppressions(finding) && !hasForm({ form }, "deflint-ignore-file")) return false;
  return rules.length === 0 || rules.some(({ text }) => isNamed(finding, text));
}

/** Whether a code is one of deflint's rules about its own comments. */
export function isAboutSuppressions({ code }: { readonly code: string }): boolean {
  return code.startsWith("DF9");
}

function statesOf(suppression: Suppression, covered: readonly Finding[], rules: Asked): SuppressionState[] {
  if (hasForm(suppression, "deflint-ignore-end")) return [];
  if (suppression.rules.length > 0) {
    return suppression.rules.map(({ text }) => stateOf(text, suppression, covered, rules));
  }
  if (covered.length > 0) return ["used"];
  // Meant for whatever there may be, so only a run that asks everybody can tell.
  const isDecided = rules.isEveryRule && (rules.shellcheck || !suppression.coversShell);
  const isUnused = isDecided && hasForm(suppression) && !rules.inOtherModes().some((one) => covers(suppression, one));
  return [isUnused ? "unused" : "idle"];
}

function stateOf(
  word: string,
  suppression: Suppression,
  covered: readonly Finding[],
  { all, asked, shellcheck, inOtherModes }: Asked,
): SuppressionState {
  const rule = all.find(({ meta }) => isNamed(meta, word));
  if (rule === undefined && !namesShellCheck(word)) return "unknown";
  if (covered.some((finding) => isNamed(finding, word))) return "used";
  const isDecided =
    rule === undefined ? shellcheck : asked.has(rule) && !isAboutSuppressions(rule.meta) && rule.meta.needs !== "host";
  // What was meant by a form that does not exist is its owner's to say.
  if (!isDecided || !hasForm(suppression)) return "idle";
  return inOtherModes().some((one) => isNamed(one, word) && covers(suppression, one)) ? "idle" : "unused";
}

interface Named {
  readonly code: string;
  readonly name: string;
  readonly source?: Finding["source"];
}

function isNamed({ code, name, source }: Named, word: string): boolean {
  const plain = word.toLowerCase();
  return plain === code.toLowerCase() || plain === name || (source === "shellcheck" && plain === "shellcheck");
}
