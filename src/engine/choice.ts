/** Which rules are asked, and how what they find counts: what the owners of a recipe decide. */
import type { Finding, Rule } from "#rules/define-rule.ts";

export interface RuleChoice {
  /** Those of the rules that are asked, in their order; the same array each time for the same rules. */
  readonly choose: (rules: readonly Rule[]) => readonly Rule[];
  /**
   * The finding as its owners want it: its severity, the safety of its fix, and whether it is hygiene still (what was asked
   * for by name is shown like any other finding). Undefined for one of ShellCheck's that nobody wants.
   */
  readonly adjust: (finding: Finding) => Finding | undefined;
}

/** Every rule, as it is. */
export const EVERY_RULE: RuleChoice = { choose: (rules) => rules, adjust: (finding) => finding };
