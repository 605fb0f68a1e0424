/** Where a rule is documented for a browser. */
import type { Finding } from "#rules/define-rule.ts";

/** The page that lists all rules by anchor; null as long as the documentation has no public home. */
const RULES_PAGE: string | null = null;

const SHELLCHECK_WIKI = "https://www.shellcheck.net/wiki/";

/** The address of a rule's documentation, computed from its name alone so that it stays; null where there is none. */
export function ruleUrl(name: string, page: string | null = RULES_PAGE): string | null {
  return page === null ? null : `${page}#${name}`;
}

/** The address of what is known of a finding's code; null where there is none. */
export function findingUrl({ source, code, name }: Pick<Finding, "source" | "code" | "name">): string | null {
  return source === "shellcheck" ? `${SHELLCHECK_WIKI}${code}` : ruleUrl(name);
}
