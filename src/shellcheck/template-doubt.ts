/** What is said of the underscores that stand for `{{ NAME }}` is nothing about the recipe. */
import type { Range } from "#grammar/source.ts";

/** Codes about values that never change: with a reference in the line they may be about its mask, beside or around it. */
const ABOUT_CONSTANTS: ReadonlySet<number> = new Set([
  // A constant in a test, a case or a for; a word that is no number.
  2043, 2050, 2157, 2158, 2159, 2160, 2161, 2170, 2193, 2194, 2195, 2319,
]);

/** Codes about whole commands and substitutions, whatever their words are. */
const ABOUT_COMMANDS: ReadonlySet<number> = new Set([
  2002, 2005, 2006, 2010, 2012, 2015, 2046, 2093, 2103, 2129, 2164, 2294, 2317,
]);

/**
 * Whether a comment may be about a mask.
 * @param place where it stands in the script
 * @param references where references stand in the script
 */
export function isAboutMask(code: number, place: Range, references: readonly Range[], script: string): boolean {
  if (references.length === 0 || ABOUT_COMMANDS.has(code)) return false;
  const around = ABOUT_CONSTANTS.has(code) ? linesOf(place, script) : place;
  return references.some(({ start, end }) => start < around.end && around.start < end);
}

function linesOf({ start, end }: Range, script: string): Range {
  const lineEnd = script.indexOf("\n", end);
  return { start: script.lastIndexOf("\n", start - 1) + 1, end: lineEnd === -1 ? script.length : lineEnd };
}
