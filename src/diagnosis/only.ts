/** Certainty by number. */

/** The item where there is one; undefined where there are none or several. */
export function only<Item>(items: readonly Item[]): Item | undefined {
  return items.length === 1 ? items[0] : undefined;
}
