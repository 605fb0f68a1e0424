/** What Apptainer keeps of a stage's header, and what the author of a wrong line meant. */
import type { HeaderEntry, Stage, StrayLine } from "#grammar/ast.ts";
import { trimSpace } from "#grammar/go-text.ts";
import type { Range, SourceText } from "#grammar/source.ts";
import { substitute } from "#grammar/templates.ts";
import { HEADER_KEYS, isHeaderKey } from "#grammar/vocabulary.ts";
import type { StageContext } from "../../document.ts";
import { findClosestName } from "../closest-name.ts";

export const BYTE_ORDER_MARK = "\ufeff";

/** The agents that take their base from `From:`. */
const AGENTS_WITH_FROM = [
  "docker",
  "docker-archive",
  "docker-daemon",
  "oci",
  "oci-archive",
  "library",
  "oras",
  "shub",
  "localimage",
  "buildkit",
];

/** Whether an agent needs a `From:`. */
export function takesFrom(agent: string | undefined): boolean {
  return agent !== undefined && AGENTS_WITH_FROM.includes(agent);
}

/** The key of an entry without a byte order mark, which is a matter of its own. */
export function keyOf({ name, start }: HeaderEntry): string {
  return start === 0 && name.startsWith(BYTE_ORDER_MARK) ? name.slice(1) : name;
}

/** Whether a line is the first of a file that starts with a byte order mark. */
export function hasByteOrderMark({ start }: Range, { text }: SourceText): boolean {
  return start === 0 && text.startsWith(BYTE_ORDER_MARK);
}

/** Whether Apptainer drops an entry, since a backslash asks for a line that does not come. */
export function isLost({ unfinished, value }: HeaderEntry): boolean {
  return unfinished || value.text === "\\";
}

/** The entry of a key that counts, lost or not: the last one. */
export function lastEntry({ header }: Stage, name: string): HeaderEntry | undefined {
  return header.entries.findLast((entry) => keyOf(entry) === name);
}

/** The keys of a header. */
export function namesIn({ header }: Stage): ReadonlySet<string> {
  return new Set(header.entries.map(keyOf));
}

/** The value of an entry with build arguments put in; undefined while one of them has no value. */
export function effectiveValue({ value }: HeaderEntry, { values }: StageContext): string | undefined {
  const filled = substitute(value.text, values);
  return /\{\{\s*\w+\s*\}\}/.test(filled) ? undefined : filled;
}

/** Whether a `{{ }}` stands in an entry's value, which no edit may touch then. */
export function isTemplated({ value }: HeaderEntry): boolean {
  return value.text.includes("{{");
}

/** A key that was misspelt, or whose colon is missing, and the edit that writes it well. */
export interface MeantKey {
  /** The key in lower case, and as people write it. */
  readonly name: string;
  readonly spelling: string;
  readonly kind: "misspelt" | "colon-missing";
  /** What to replace, from the start of the line's text, and by what. */
  readonly length: number;
  readonly replacement: string;
}

/** The header key that a line means which Apptainer does not take. */
export function meantKey(line: string, isEntry: boolean): MeantKey | undefined {
  const colonless = /^([a-z]+)(?:[^\S\n]*=[^\S\n]*|[^\S\n]+)(?=\S)/i.exec(line);
  const word = colonless?.[1]?.toLowerCase() ?? "";
  if (colonless !== null && HEADER_KEYS.has(word)) {
    const [{ length }] = colonless;
    const spelling = colonless[1] ?? word;
    return { name: word, spelling, kind: "colon-missing", length, replacement: `${spelling}: ` };
  }
  // The old agent self had a key Exclude; Include is its opposite.
  const name = isEntry && !/^exclude$/i.test(line) ? findClosestName(line, [...HEADER_KEYS.keys()]) : undefined;
  const spelling = name === undefined ? undefined : HEADER_KEYS.get(name)?.spelling;
  if (name === undefined || spelling === undefined) return undefined;
  return { name, spelling, kind: "misspelt", length: line.length, replacement: spelling };
}

/** Whether a line that Apptainer refuses was meant to be the entry of a key. */
export function isMeantElsewhere({ header }: Stage, name: string, source: SourceText): boolean {
  return header.items.some((item) => {
    if (item.kind === "stray-line") return meantKey(textOf(item, source), false)?.name === name;
    if (item.kind !== "header-entry" || isHeaderKey(keyOf(item))) return false;
    return meantKey(item.key.text, true)?.name === name;
  });
}

/** The text of a stray line without the blanks around it; never empty. */
export function textOf(line: StrayLine, source: SourceText): string {
  return trimSpace(source.slice(line));
}
