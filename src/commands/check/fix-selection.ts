/** Which fixes `--fix` and `--diff` are to apply. */
import { rules } from "#rules/index.ts";
import type { Selector } from "../../config/selectors.ts";
import type { Selection } from "../../fixer/select.ts";
import { UsageError } from "../../usage-error.ts";
import type { CheckFlags } from "./flags.ts";

/** Whether the recipes are to be written: `--fix-only` alone means `--fix`. */
export function writesFixes({ fix, fixOnly, diff }: CheckFlags): boolean {
  return fix === true || (fixOnly !== undefined && diff !== true);
}

/**
 * Reads the flags; whether hygiene is wanted is for each recipe to say. Rejects with a UsageError for a rule that `--fix-only`
 * names and that does not exist.
 */
export async function chooseFixes({ fixOnly, unsafeFixes }: CheckFlags): Promise<Omit<Selection, "hygiene">> {
  const unsafe = unsafeFixes === true;
  return fixOnly === undefined ? { unsafe } : { unsafe, only: await readOnly(fixOnly) };
}

async function readOnly(words: readonly string[]): Promise<NonNullable<Selection["only"]>> {
  const { readFlag, selects } = await import("../../config/selectors.ts");
  if (words.length === 0) throw new UsageError("--fix-only takes rules: --fix-only DF101,pip-fills-tmp");
  const selectors = readFlag("--fix-only", words);
  const codesOfHygiene = new Set(rules.filter(({ meta }) => meta.group === "hygiene").map(({ meta }) => meta.code));
  return ({ code, hygiene }) => {
    // Hygiene that was selected by name is shown like any other finding, and is hygiene all the same.
    const subject = { code, hygiene: hygiene || codesOfHygiene.has(code) };
    const meaning = selectors.filter((selector) => selects(selector, subject));
    if (meaning.some(namesHygiene)) return "named";
    return meaning.length > 0 ? "meant" : undefined;
  };
}

/** Whether whoever wrote a selector knows that it means hygiene: not with a family or with all rules. */
function namesHygiene({ key, rank }: Selector): boolean {
  return rank === 3 || key === "hygiene";
}
