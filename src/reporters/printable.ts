/** Text from recipes, paths and logs, made safe to print: a terminal must never obey a recipe. */

/**
 * Replaces control characters, bidirectional overrides and lone surrogates by visible escapes (`\x1b`, `\u202e`).
 * Tabs and line feeds stay unless `oneLine` is set.
 */
export function printable(text: string, { oneLine = false } = {}): string {
  return text.replace(
    /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]|\p{Surrogate}/gu,
    (found) => {
      if (!oneLine && (found === "\n" || found === "\t")) return found;
      const code = found.charCodeAt(0);
      return code < 0x100 ? `\\x${code.toString(16).padStart(2, "0")}` : `\\u${code.toString(16).padStart(4, "0")}`;
    },
  );
}
