/** Strings as Go's library treats them, where JavaScript's own methods differ. */

/** The characters that `unicode.IsSpace` takes for white space, as the inside of a character class. */
export const GO_SPACES = "\\t\\n\\v\\f\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";

const LEADING = new RegExp(`^[${GO_SPACES}]+`);
const SPACE = new RegExp(`[${GO_SPACES}]`);

/** `strings.TrimSpace`: unlike `trim` it takes U+0085 and leaves a byte order mark. */
export function trimSpace(text: string): string {
  return trimSpaceEnd(trimSpaceStart(text));
}

/** `strings.TrimLeftFunc(text, unicode.IsSpace)`. */
export function trimSpaceStart(text: string): string {
  return text.replace(LEADING, "");
}

/** `strings.TrimRightFunc(text, unicode.IsSpace)`. */
export function trimSpaceEnd(text: string): string {
  let end = text.length;
  while (end > 0 && SPACE.test(text[end - 1] ?? "")) end -= 1;
  return text.slice(0, end);
}

/** `strings.SplitN(text, separator, 2)`: the second part is undefined where there is no separator. */
export function cut(text: string, separator: string): readonly [string, string | undefined] {
  const at = text.indexOf(separator);
  return at === -1 ? [text, undefined] : [text.slice(0, at), text.slice(at + separator.length)];
}

/** A text as `bufio.ScanLines` gives its lines, each ended by one line feed: a CR before a line end is dropped. */
export function scanLines(text: string): string {
  if (text === "") return "";
  const ended = text.endsWith("\n") ? text : `${text}\n`;
  return ended.replaceAll("\r\n", "\n");
}

/** Orders strings by their bytes, as Go's sort does. */
export function compareBytes(a: string, b: string): number {
  const [left, right] = [[...a], [...b]];
  const at = left.findIndex((character, index) => character !== right[index]);
  if (at === -1) return left.length - right.length;
  return (left[at]?.codePointAt(0) ?? -1) - (right[at]?.codePointAt(0) ?? -1);
}
