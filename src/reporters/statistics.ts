/** How often each rule was found. */
import type { Finding } from "#rules/define-rule.ts";
import { compareText } from "../compare-text.ts";
import type { RunResult } from "../engine/run.ts";

/** The findings of one rule. */
export interface RuleCount {
  readonly code: string;
  readonly name: string;
  readonly source: Finding["source"];
  readonly count: number;
  /** How many of them have a fix, by its safety. */
  readonly fixable: { readonly safe: number; readonly unsafe: number };
}

/** Counts the findings shown: the rule found most often first, equals by their code. */
export function countRules({ files }: RunResult): RuleCount[] {
  const byCode = new Map<string, Finding[]>();
  for (const finding of files.flatMap(({ findings }) => findings)) {
    const alike = byCode.get(finding.code);
    if (alike === undefined) byCode.set(finding.code, [finding]);
    else alike.push(finding);
  }
  return [...byCode.values()].flatMap(countAlike).sort((a, b) => b.count - a.count || compareText(a.code, b.code));
}

function countAlike(findings: readonly Finding[]): RuleCount[] {
  const [first] = findings;
  if (first === undefined) return [];
  const countFixes = (safety: string): number => findings.filter(({ fix }) => fix?.safety === safety).length;
  const { code, name, source } = first;
  const fixable = { safe: countFixes("safe"), unsafe: countFixes("unsafe") };
  return [{ code, name, source, count: findings.length, fixable }];
}
