/** `{a,b}` in globs: one glob for each of the choices. */
import { UsageError } from "../usage-error.ts";

/** A handful is meant; some dozens of braces in a row would fill the memory. */
const MOST = 1000;

/** Characters; no path is longer. */
const LONGEST = 4096;

/**
 * The globs that one with braces stands for, in the order of the choices, which may hold braces themselves. Braces
 * without a comma, without a partner or behind a backslash stand for themselves. Throws a UsageError for more than 1000,
 * and for a glob that is longer than any path.
 */
export function expandBraces(glob: string): string[] {
  if (glob.length > LONGEST)
    throw new UsageError(`the glob ${glob.slice(0, 40)}... is longer than ${LONGEST} characters`);
  const done: string[] = [];
  const pending = [glob];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const choices = expandFirst(next);
    if (choices === undefined) done.push(next);
    else pending.push(...choices.reverse());
    if (done.length + pending.length > MOST)
      throw new UsageError(`the glob ${glob} stands for more than ${MOST} others; write several shorter ones`);
  }
  return done;
}

/** The glob with each of the choices in place of the first braces that have any. */
function expandFirst(glob: string): string[] | undefined {
  for (let start = 0; start < glob.length; start++) {
    if (glob[start] === "\\") start++;
    else if (glob[start] === "{") {
      const { commas, end } = measureBraces(glob, start);
      if (end === undefined || commas.length === 0) continue;
      const bounds = [start, ...commas, end];
      return bounds.slice(1).map((bound, index) => {
        const choice = glob.slice((bounds[index] ?? start) + 1, bound);
        return glob.slice(0, start) + choice + glob.slice(end + 1);
      });
    }
  }
  return undefined;
}

function measureBraces(glob: string, start: number): { commas: number[]; end: number | undefined } {
  const commas: number[] = [];
  let depth = 0;
  for (let at = start; at < glob.length; at++) {
    const character = glob[at];
    if (character === "\\") at++;
    else if (character === "{") depth++;
    else if (character === "}" && --depth === 0) return { commas, end: at };
    else if (character === "," && depth === 1) commas.push(at);
  }
  return { commas, end: undefined };
}
