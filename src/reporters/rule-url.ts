/** Where a rule is documented for a browser. */

/** The page that lists all rules by anchor; null as long as the documentation has no public home. */
const RULES_PAGE: string | null = null;

/** The address of a rule's documentation, computed from its name alone so that it stays; null where there is none. */
export function ruleUrl(name: string, page: string | null = RULES_PAGE): string | null {
  return page === null ? null : `${page}#${name}`;
}
