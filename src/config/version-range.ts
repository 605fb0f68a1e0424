/** `required-version`: which versions of deflint a configuration is for. */

type Compare = (difference: number) => boolean;

const OPERATORS: Readonly<Record<string, Compare>> = {
  ">=": (difference) => difference >= 0,
  ">": (difference) => difference > 0,
  "<=": (difference) => difference <= 0,
  "<": (difference) => difference < 0,
  "=": (difference) => difference === 0,
};

/** What can be written, for a person. */
export const RANGE_SYNTAX = 'versions with >=, >, <=, < or = and commas between them, as in ">=0.1, <1"';

/**
 * Whether a version is in a range: comma-separated conditions that all hold, each `>=`, `>`, `<=`, `<` or `=` (which may be left out)
 * before one to three numbers with dots. Compared is as far as a condition is written: 0.1.5 is `=0.1`, `<=0.1` and not `>0.1`.
 * Undefined for a text that is no range.
 */
export function isInRange(version: string, range: string): boolean | undefined {
  let holds = true;
  for (const condition of range.split(",")) {
    const [whole, operator = "=", wanted = ""] = /^\s*(>=|>|<=|<|=)?\s*(\d+(?:\.\d+){0,2})\s*$/.exec(condition) ?? [];
    if (whole === undefined) return undefined;
    holds &&= OPERATORS[operator]?.(compare(version, wanted)) ?? false;
  }
  return holds;
}

function compare(version: string, wanted: string): number {
  const own = version.split(/[.+-]/).map(Number);
  for (const [index, part] of wanted.split(".").entries()) {
    const difference = (own[index] ?? 0) - Number(part);
    if (difference !== 0) return difference;
  }
  return 0;
}
