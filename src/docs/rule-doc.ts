/** Everything that a person can read about a rule. */
import type { RuleMeta, Severity } from "#rules/define-rule.ts";

/** What a rule says of its example. */
export interface ExampleFinding {
  /** 1-based line of the example. */
  readonly line: number;
  readonly severity: Severity;
  readonly message: string;
}

/** A recipe before and after. */
export interface RuleExample {
  readonly before: string;
  /** The same after its fix; absent where the rule has none. */
  readonly after?: string;
  readonly findings?: readonly ExampleFinding[];
}

/** A rule as `explain` and `rules` show it. */
export interface RuleDoc extends RuleMeta {
  /** The rule's first fixture; absent where there is none. */
  readonly example?: RuleExample;
  /** The severities that its fixtures show, the worst first; absent where they show the usual one only. */
  readonly severities?: readonly Severity[];
}
