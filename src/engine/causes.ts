/** One cause, one finding: what a rule says twice of a place, or what another rule says better there, is left out. */
import type { Range } from "#grammar/source.ts";
import { type Finding, gravestOf, type Rule } from "#rules/define-rule.ts";
import { compareText } from "../compare-text.ts";

/** By start, end and code. */
export function comparePlaces(a: Finding, b: Finding): number {
  return a.range.start - b.range.start || a.range.end - b.range.end || compareText(a.code, b.code);
}

/** Of the findings of one rule at one place the gravest, the first of equals; none that another rule supersedes. */
export function keepOneACause(findings: readonly Finding[], rules: readonly Rule[]): Finding[] {
  const gravest = new Map<string, Finding>();
  for (const finding of findings) {
    const place = `${finding.code} ${finding.range.start} ${finding.range.end}`;
    const other = gravest.get(place);
    gravest.set(place, other === undefined ? finding : gravestOf([other, finding]));
  }
  const kept = [...gravest.values()];
  const superseding: { readonly range: Range; readonly codes: readonly string[] }[] = [];
  for (const { meta } of rules) {
    if (meta.supersedes === undefined) continue;
    for (const { code, range } of kept) if (code === meta.code) superseding.push({ range, codes: meta.supersedes });
  }
  return kept.filter(
    ({ code, range }) =>
      !superseding.some(
        (better) => better.codes.includes(code) && better.range.start < range.end && range.start < better.range.end,
      ),
  );
}
