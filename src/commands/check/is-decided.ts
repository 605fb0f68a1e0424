/** Whether a run says for certain that a finding is there no more. */
import type { Finding } from "#rules/define-rule.ts";
import { EVERY_RULE } from "../../engine/choice.ts";
import type { LintOptions } from "../../engine/lint.ts";
import { visitsOf } from "../../engine/visits.ts";

/** They hang on what other rules say and on what is fixed: DF901 on the rules that are asked, DF904 on --fix. */
const DEPENDENT: ReadonlySet<string> = new Set(["DF901", "DF904"]);

/**
 * Whether the silence of a code counts: its rule was asked in this mode and with this configuration, and needs no facts that
 * another host has. A rule that is no more will never speak again.
 */
export function isDecided(code: string, { rules, choice = EVERY_RULE, target, shellcheck }: LintOptions): boolean {
  if (code.startsWith("SC")) return shellcheck !== undefined && choice.adjust(imagine(code)) !== undefined;
  const rule = rules.find(({ meta }) => meta.code === code);
  if (rule === undefined) return true;
  const isAsked = visitsOf(choice.choose(rules), target.mode).rules.has(rule);
  return isAsked && rule.meta.needs !== "host" && !DEPENDENT.has(code);
}

/** A finding of ShellCheck's, to be asked whether it would be wanted. */
function imagine(code: string): Finding {
  return {
    source: "shellcheck",
    code,
    name: code.toLowerCase(),
    severity: "warning",
    confidence: "high",
    hygiene: false,
    message: "",
    range: { start: 0, end: 0 },
    modes: {},
    related: [],
    fix: undefined,
  };
}
