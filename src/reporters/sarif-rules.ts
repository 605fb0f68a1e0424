/** What SARIF tells of the rules behind findings. */
import type { Confidence, Finding, Severity } from "#rules/define-rule.ts";
import { compareText } from "../compare-text.ts";
import { familyOf } from "../docs/families.ts";
import { docs } from "../docs/index.ts";
import type { RuleDoc } from "../docs/rule-doc.ts";
import { plainText } from "./plain-text.ts";
import { findingUrl } from "./rule-url.ts";
import { LEVELS } from "./sarif-parts.ts";

/** A rule as SARIF has it, in the parts that others refer to. */
export interface RuleDescriptor {
  readonly id: string;
}

/** A descriptor for each code, in the order of the codes. */
export function describeRules(findings: readonly Finding[]): RuleDescriptor[] {
  const first = new Map<string, Finding>();
  for (const finding of findings) if (!first.has(finding.code)) first.set(finding.code, finding);
  return [...first.values()].sort((a, b) => compareText(a.code, b.code)).map(describeRule);
}

function describeRule(finding: Finding): RuleDescriptor {
  const url = findingUrl(finding);
  const doc = finding.source === "deflint" ? docs.find(({ code }) => code === finding.code) : undefined;
  return {
    id: finding.code,
    ...(doc === undefined ? describeUndocumented(finding.code, url) : describeDoc(doc)),
    ...(url !== null && { helpUri: url }),
  };
}

/** A code that only its page explains. GitHub wants every text all the same. */
function describeUndocumented(code: string, url: string | null): object {
  const text = `ShellCheck says this of a script of the recipe; its page on ${code} explains it.`;
  const link = url === null ? code : `[${code}](${url})`;
  return {
    shortDescription: { text: `${code} of ShellCheck` },
    fullDescription: { text },
    help: { text: url === null ? text : `${text} ${url}`, markdown: text.replace(code, link) },
  };
}

function describeDoc({ code, name, summary, why, severity, confidence }: RuleDoc): object {
  const more = `deflint explain ${code}`;
  return {
    name,
    shortDescription: { text: plainText(summary) },
    fullDescription: { text: plainText(why) },
    help: {
      text: `${plainText(why)}\n\n${more} shows an example.`,
      markdown: `${why}\n\n\`${more}\` shows an example.`,
    },
    defaultConfiguration: { level: LEVELS[severity] },
    properties: { tags: [familyOf(code).name], ...describeForGithub(severity, confidence) },
  };
}

/** Names that GitHub gives a meaning to. */
function describeForGithub(severity: Severity, confidence: Confidence): object {
  return { precision: confidence, "problem.severity": severity === "info" ? "recommendation" : severity };
}
