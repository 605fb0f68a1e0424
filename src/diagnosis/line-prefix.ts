/** What batch and CI systems put before each line of a log: times, stages, node names. */
import { stripEscapes } from "./log-line.ts";

/** A part of a prefix: a time, something in brackets, a name with a separator, a month or a step's number. */
const PART =
  /(?:\[[^\]\n]{1,60}\]|\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)?|\d\d:\d\d:\d\d(?:[.,]\d+)?|(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*|\d{1,4}|#\d+|\d+\.\d+|\d\dO\+?|[\w.-]{1,40} [\w.-]{1,40}\[\d+\]:|[\w.@-]{1,40}(?:\[\d+\])?(?:: ?| ?\|| ?>))\s*/;
const PREFIX = new RegExp(
  `^(?:${PART.source}){1,6}(?=(?:INFO: {4}|WARNING: |ERROR: {3}|FATAL: {3}|(?:INFO|DEBUG|VERBOSE|WARNING|FATAL) {1,4} ?\\[U=\\d)\\S?)`,
);
const TAGGED = /^(?:INFO: {4}|WARNING: |ERROR: {3}|FATAL: {3}|(?:INFO|DEBUG|VERBOSE|WARNING|FATAL) {1,4} ?\[U=)/;

/** The shape of the prefix that the engine's lines have among these raw lines; undefined where they have none. */
export function learnPrefix(raw: readonly string[]): RegExp | undefined {
  const plain = raw.map(stripEscapes);
  if (plain.some((line) => TAGGED.test(line))) return undefined;
  const found = plain.flatMap((line) => PREFIX.exec(line)?.[0] ?? []);
  const [first] = found;
  if (first === undefined) return undefined;
  const shape = new RegExp(`^${shapeOf(first)}`);
  return found.every((prefix) => shape.test(prefix)) ? shape : undefined;
}

/** Every number may be another, and every name of a day or a month; a line's own indentation is kept. */
function shapeOf(prefix: string): string {
  return prefix
    .trimEnd()
    .replace(/[.*+?^${}()|[\]\\]/g, "\\$&")
    .replace(/\d+/g, "\\d+")
    .replace(/\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\b/g, "\\w+")
    .replace(/\s+/g, "\\s+")
    .concat(" ?");
}
