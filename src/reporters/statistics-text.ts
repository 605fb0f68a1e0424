/** The table of `--statistics` for a person. */
import pc from "picocolors";
import type { RunResult } from "../engine/run.ts";
import type { RenderOptions } from "./reporter.ts";
import { linkRule } from "./rule-label.ts";
import { countRules, type RuleCount } from "./statistics.ts";

/** A line a rule: how often, which, and what would mend how many. Empty where nothing was found. */
export function renderStatistics(run: RunResult, options: RenderOptions): string {
  const colors = pc.createColors(options.color);
  const rules = countRules(run);
  const width = Math.max(0, ...rules.map(({ count }) => `${count}`.length));
  return rules
    .map((rule) => {
      const fixable = describeFixable(rule);
      const count = colors.bold(`${rule.count}`.padStart(width));
      return `${count} ${linkRule(rule, options)}${fixable === "" ? "" : colors.dim(` (${fixable})`)}\n`;
    })
    .join("");
}

function describeFixable({ fixable: { safe, unsafe } }: RuleCount): string {
  const parts = [safe > 0 ? `${safe} with --fix` : "", unsafe > 0 ? `${unsafe} with --fix --unsafe-fixes` : ""];
  return parts.filter((part) => part !== "").join(", ");
}
