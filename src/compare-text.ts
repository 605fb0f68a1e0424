/** The order of texts, the same whatever the language of the host. */

/** For `sort`: by UTF-16 code units. */
export function compareText(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
