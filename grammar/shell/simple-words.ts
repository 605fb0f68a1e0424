/** Words whose parts are plain to see: most words, which unbash need not take apart, since that costs more than all else. */
import type { Segment } from "./tree.ts";

/** It says what it is. */
const PLAIN = /^[\w.,:=+@%/-]+$/;
/** Quoted as a whole, with nothing inside that a shell replaces. */
const QUOTED = /^(?:'[^']*'|"[^"\\$`]*")$/;
const TEXT_AND_VARIABLES = "(?:[\\w.,:=+@%/-]|\\$[A-Za-z_]\\w*|\\$\\{[A-Za-z_]\\w*\\})+";
/** Plain but for variables without any operation, in double quotes or in none. */
const WITH_VARIABLES = new RegExp(`^(?:${TEXT_AND_VARIABLES}|"${TEXT_AND_VARIABLES}")$`);
const VARIABLE = /\$(?:\{(\w+)\}|(\w+))/g;

/** Whether a word is its own value. */
export function isPlain(text: string): boolean {
  return PLAIN.test(text);
}

/** Whether nothing stands in a word but text and plain variables. */
export function isSimple(text: string): boolean {
  return PLAIN.test(text) || QUOTED.test(text) || WITH_VARIABLES.test(text);
}

/** What a simple word says, by its text; undefined for any other. */
export function readSimpleWord(text: string): { readonly value: string; readonly segments: Segment[] } | undefined {
  if (QUOTED.test(text)) {
    const value = text.slice(1, -1);
    return { value, segments: [{ kind: "text", text: value, quoted: true }] };
  }
  if (!WITH_VARIABLES.test(text)) return undefined;
  const quoted = text.startsWith('"');
  const value = quoted ? text.slice(1, -1) : text;
  return { value, segments: splitAtVariables(value, quoted) };
}

function splitAtVariables(value: string, quoted: boolean): Segment[] {
  const segments: Segment[] = [];
  let from = 0;
  for (const match of value.matchAll(VARIABLE)) {
    const [text, braced, bare = ""] = match;
    if (match.index > from) segments.push({ kind: "text", text: value.slice(from, match.index), quoted });
    segments.push({ kind: "variable", name: braced ?? bare, text, quoted });
    from = match.index + text.length;
  }
  if (from < value.length) segments.push({ kind: "text", text: value.slice(from), quoted });
  return segments;
}
