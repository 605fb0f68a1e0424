/** Patterns as .gitignore files have them, moved from the directory where they stand to one above it. */

/**
 * The pattern that means in a directory what `pattern` means in the directory `prefix` below it.
 * @param prefix relative, without a slash at its ends; empty for the directory itself
 */
export function movePattern(pattern: string, prefix: string): string {
  if (prefix === "") return pattern;
  // What means nothing must not mean the directory: comments, blanks, slashes, and these negated.
  if (/^(?:#|!?[/ ]*$)/.test(pattern)) return "";
  const negated = pattern.startsWith("!");
  const body = negated ? pattern.slice(1) : pattern;
  const inside = hasInnerSlash(body) ? body.replace(/^\//, "") : `**/${joinStars(body)}`;
  return `${negated ? "!" : ""}/${escapePattern(prefix)}/${inside}`;
}

/** Whether a pattern speaks of a path: one without such a slash is compared with names, however deep they stand. */
export function hasInnerSlash(pattern: string): boolean {
  return /\/(?! *$)/.test(pattern);
}

/** A pattern for that very text. */
export function escapePattern(text: string): string {
  return text.replace(/[\\*?[\]!# ]/g, "\\$&");
}

/** In a name several stars are one; behind a slash they would be directories. */
function joinStars(name: string): string {
  return name.replace(/(\\.)|\*+/gs, (_, escaped?: string) => escaped ?? "*");
}
