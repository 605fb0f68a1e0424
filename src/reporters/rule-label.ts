/** How a person reads which rule a finding is of. */
import type { Finding } from "#rules/define-rule.ts";
import type { RenderOptions } from "./reporter.ts";
import { findingUrl } from "./rule-url.ts";

/** "DF101 rpm-scriptlet-adds-user"; the code alone for ShellCheck, which has no names. */
export function labelRule({ code, name }: Pick<Finding, "code" | "name">): string {
  return code === name ? code : `${code} ${name}`;
}

/** The same, its code a link (OSC 8) to its documentation where the terminal has links and the rule has a page. */
export function linkRule(
  finding: Pick<Finding, "source" | "code" | "name">,
  { links = false }: Pick<RenderOptions, "links">,
): string {
  const url = links ? findingUrl(finding) : null;
  const label = labelRule(finding);
  if (url === null) return label;
  return `\u001b]8;;${url}\u001b\\${finding.code}\u001b]8;;\u001b\\${label.slice(finding.code.length)}`;
}
