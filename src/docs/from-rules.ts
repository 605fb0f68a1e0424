/** Makes the documentation of rules from what they say of themselves and from their fixtures. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Rule, Severity } from "#rules/define-rule.ts";
import type { RuleDoc, RuleExample } from "./rule-doc.ts";

/** One entry a rule, in the order of the registry. `fixtures` is the directory with one folder a rule. */
export function makeDocs(rules: readonly Rule[], fixtures: string): RuleDoc[] {
  return rules.map(({ meta }) => {
    const folder = join(fixtures, meta.name);
    if (!existsSync(folder)) return meta;
    const example = findExample(folder, meta.fix !== "none" && meta.fix !== "manual");
    const severities = findSeverities(folder, meta.code);
    return {
      ...meta,
      ...(example !== undefined && { example }),
      ...(severities.length > 1 && { severities }),
    };
  });
}

/** The severities of a rule's findings in what its fixtures say, the worst first. */
function findSeverities(folder: string, code: string): Severity[] {
  const texts = readdirSync(folder)
    .filter((name) => name.endsWith(".out"))
    .map((name) => readFileSync(join(folder, name), "utf8"));
  return (["error", "warning", "info"] as const).filter((severity) => {
    const headline = new RegExp(`^\\S+:\\d+:\\d+: ${severity} ${code} `, "m");
    return texts.some((text) => headline.test(text));
  });
}

/** The first fixture that hits; one that shows the fix where the rule has one. */
function findExample(folder: string, fixable: boolean): RuleExample | undefined {
  const recipes = readdirSync(folder)
    .filter((name) => name.endsWith(".def") && !name.endsWith(".fixed.def"))
    .sort();
  const fixedName = (name: string): string => join(folder, name.replace(/\.def$/, ".fixed.def"));
  const chosen = (fixable ? recipes.find((name) => existsSync(fixedName(name))) : undefined) ?? recipes[0];
  if (chosen === undefined) return undefined;
  const before = readFileSync(join(folder, chosen), "utf8");
  return existsSync(fixedName(chosen)) ? { before, after: readFileSync(fixedName(chosen), "utf8") } : { before };
}
