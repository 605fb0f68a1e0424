/** Everything that a person can read about a rule. */
import type { RuleMeta } from "#rules/define-rule.ts";

export interface RuleExample {
  readonly before: string;
  /** The same after its fix; absent where the rule has none. */
  readonly after?: string;
}

export interface RuleDoc extends RuleMeta {
  /** The rule's first fixture; absent where there is none. */
  readonly example?: RuleExample;
}
