/** Which fixes of a set of findings may be applied. */
import type { Finding, Fix, Safety } from "#rules/define-rule.ts";

/** A fix and the rule that answers for it. */
export interface Candidate {
  readonly code: string;
  readonly name: string;
  readonly fix: Fix;
}

/** Which fixes are wanted. */
export interface Selection {
  /** Whether fixes that may change the privileged build's meaning are wanted too. */
  readonly unsafe: boolean;
  /** Whether the recipe is being built on this very host, where some fixes are safer than in general. */
  readonly building?: boolean;
  /** Whether fixes of hygiene findings are wanted; they are not where the findings are not shown. */
  readonly hygiene?: boolean;
  /** Which findings alone are to be mended: those meant by name also where they are hygiene that is not wanted otherwise. */
  readonly only?: (finding: Finding) => "named" | "meant" | undefined;
}

/** The safety of a fix under a selection. */
export function safetyOf(fix: Fix, { building = false }: Pick<Selection, "building"> = {}): Safety {
  return building ? (fix.safetyInBuild ?? fix.safety) : fix.safety;
}

/** The fixes that a selection allows, of findings of every severity; `manual` ones never. */
export function selectFixes(findings: readonly Finding[], selection: Selection): Candidate[] {
  return findings.flatMap((finding) => {
    const { code, name, fix } = finding;
    if (fix === undefined || !isWanted(finding, selection)) return [];
    const safety = safetyOf(fix, selection);
    const allowed = safety === "safe" || (safety === "unsafe" && selection.unsafe);
    return allowed ? [{ code, name, fix }] : [];
  });
}

function isWanted(finding: Finding, { hygiene = false, only = () => "meant" }: Selection): boolean {
  const meant = only(finding);
  return meant === "named" || (meant === "meant" && (hygiene || !finding.hygiene));
}
