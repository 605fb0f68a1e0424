/** Makes the documentation of rules from what they say of themselves and from their fixtures. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Rule, SEVERITIES, type Severity } from "#rules/define-rule.ts";
import type { ExampleFinding, RuleDoc, RuleExample } from "./rule-doc.ts";

/** One entry a rule, in the order of the registry. `fixtures` is the directory with one folder a rule. */
export function makeDocs(rules: readonly Rule[], fixtures: string): RuleDoc[] {
  return rules.map(({ meta }) => {
    const folder = join(fixtures, meta.name);
    if (!existsSync(folder)) return meta;
    const example = findExample(folder, meta.fix !== "none" && meta.fix !== "manual");
    const severities = findSeverities(folder);
    return {
      ...meta,
      ...(example !== undefined && { example }),
      ...(severities.length > 1 && { severities }),
    };
  });
}

/** The severities of a rule's findings in what its fixtures say, the worst first. */
function findSeverities(folder: string): Severity[] {
  const seen = readdirSync(folder)
    .filter((name) => name.endsWith(".out"))
    .flatMap((name) => readFindings(join(folder, name)).map(({ severity }) => severity));
  return SEVERITIES.filter((severity) => seen.includes(severity));
}

/** The findings of a fixture, from the first line of each as it is printed. */
function readFindings(path: string): ExampleFinding[] {
  if (!existsSync(path)) return [];
  const headlines = readFileSync(path, "utf8").matchAll(/^\S+:(\d+):\d+: (error|warning|info) DF\d{3} \S+: (.*)$/gm);
  return [...headlines].map(([, line, severity, message = ""]) => ({
    line: Number(line),
    severity: severity as Severity,
    message,
  }));
}

/** The first fixture that hits; one that shows the fix where the rule has one. */
function findExample(folder: string, fixable: boolean): RuleExample | undefined {
  const stems = readdirSync(folder)
    .filter((name) => name.endsWith(".def") && !name.endsWith(".fixed.def"))
    .map((name) => join(folder, name.slice(0, -".def".length)))
    .sort();
  const isFixed = (stem: string): boolean => existsSync(`${stem}.fixed.def`);
  const hitting = stems.find((stem) => existsSync(`${stem}.out`));
  const chosen = (fixable ? stems.find(isFixed) : undefined) ?? hitting;
  if (chosen === undefined) return undefined;
  const before = readFileSync(`${chosen}.def`, "utf8");
  const after = isFixed(chosen) ? readFileSync(`${chosen}.fixed.def`, "utf8") : undefined;
  return withoutSettings({ before, ...(after !== undefined && { after }), findings: readFindings(`${chosen}.out`) });
}

/** An example without the line that tells the tests what it is to be built on. */
function withoutSettings({ before, after, findings = [] }: RuleExample): RuleExample {
  const settings = /^# deflint-test:.*\r?\n/.exec(before)?.[0] ?? "";
  const cut = (text: string): string => (text.startsWith(settings) ? text.slice(settings.length) : text);
  const moved = settings === "" ? findings : findings.map((finding) => ({ ...finding, line: finding.line - 1 }));
  return {
    before: cut(before),
    ...(after !== undefined && { after: cut(after) }),
    ...(moved.length > 0 && { findings: moved }),
  };
}
