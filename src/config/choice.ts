/** What the engine makes of the wishes of a recipe's owners. */
import type { Finding, Fix, Rule, Safety } from "#rules/define-rule.ts";
import { EVERY_RULE, type RuleChoice } from "../engine/choice.ts";
import { mostSpecific, type Subject } from "./selectors.ts";
import { type FixWish, NO_WISHES, type Wishes } from "./wishes.ts";

/** The choice that these wishes are. */
export function makeChoice(wishes: Wishes): RuleChoice {
  if (wishes === NO_WISHES) return EVERY_RULE;
  const chosen = new WeakMap<readonly Rule[], readonly Rule[]>();
  return {
    choose(rules) {
      const known = chosen.get(rules);
      if (known !== undefined) return known;
      const asked = rules.filter(({ meta }) => isPartlyWanted(wishes, meta.code));
      const choice = asked.length === rules.length ? rules : asked;
      chosen.set(rules, choice);
      return choice;
    },
    adjust: (finding) => (isWanted(wishes, finding) ? adjust(wishes, finding) : undefined),
  };
}

/** Whether any finding of ShellCheck's could be wanted: else it need not be run. */
export function wantsShellCheck(wishes: Wishes): boolean {
  const byCode = wishes.select?.some(({ selector }) => selector.key.startsWith("SC")) ?? false;
  return byCode || isPartlyWanted(wishes, "SC");
}

/** Some findings of a rule are hygiene and others are not: the rule is asked where either are wanted. */
function isPartlyWanted(wishes: Wishes, code: string): boolean {
  return isWanted(wishes, { code, hygiene: false }) || isWanted(wishes, { code, hygiene: true });
}

/** The more specific of `select` and `ignore` wins; of two that are equally specific, `ignore`. */
function isWanted({ select, ignore }: Wishes, subject: Subject): boolean {
  const selected = select === undefined ? 0 : mostSpecific(select, subject)?.selector.rank;
  if (selected === undefined) return false;
  const ignored = mostSpecific(ignore, subject)?.selector.rank;
  return ignored === undefined || selected > ignored;
}

function adjust(wishes: Wishes, finding: Finding): Finding {
  const severity = mostSpecific(wishes.severity, finding)?.severity ?? finding.severity;
  const hygiene = finding.hygiene && !isSelectedByName(wishes, finding);
  const wish = finding.fix && mostSpecific(wishes.fix, finding)?.wish;
  if (severity === finding.severity && hygiene === finding.hygiene && wish === undefined) return finding;
  return { ...finding, severity, hygiene, fix: finding.fix && wish ? regrade(finding.fix, wish) : finding.fix };
}

/** Whether a hygiene note is asked for as such: it is then shown like any other finding. */
function isSelectedByName({ select = [] }: Wishes, { code }: Finding): boolean {
  return select.some(({ selector: { key } }) => key === code || key === "hygiene");
}

/** In a build the owners' wish holds too, whatever the rule says of builds. */
function regrade(fix: Fix, wish: FixWish): Fix {
  const { safetyInBuild } = fix;
  return {
    ...fix,
    safety: REGRADED[wish][fix.safety],
    ...(safetyInBuild !== undefined && { safetyInBuild: REGRADED[wish][safetyInBuild] }),
  };
}

/** What a rule calls manual needs a person's eye whatever its owners wish. */
const REGRADED: Readonly<Record<FixWish, Readonly<Record<Safety, Safety>>>> = {
  promote: { safe: "safe", unsafe: "safe", manual: "manual" },
  demote: { safe: "unsafe", unsafe: "unsafe", manual: "manual" },
  never: { safe: "manual", unsafe: "manual", manual: "manual" },
};
