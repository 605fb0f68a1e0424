/** Selectors: the words by which a person names rules, as in `select`, `ignore`, `[severity]`, `[fix]` and `--fix-only`. */
import { rules } from "#rules/index.ts";
import { findClosestName } from "#rules/knowledge/closest-name.ts";
import { FAMILIES } from "../docs/families.ts";
import { UsageError } from "../usage-error.ts";

/** What a selector may stand for. */
export interface Subject {
  readonly code: string;
  readonly hygiene: boolean;
}

/** A selector that was read. */
export interface Selector {
  /** As written. */
  readonly text: string;
  /** What it stands for, the same for all of its spellings: `all`, `hygiene`, `shellcheck`, `DF1`, `DF101`, `SC2086`. */
  readonly key: string;
  /** How specific it is: 0 for all, 1 for a group, 2 for a family, 3 for one rule. */
  readonly rank: 0 | 1 | 2 | 3;
}

const SHELLCHECK_CODE = /^SC\d{4}$/;

const known: ReadonlyMap<string, Selector> = new Map(
  [
    { text: "all", key: "all", rank: 0 } as const,
    { text: "hygiene", key: "hygiene", rank: 1 } as const,
    { text: "shellcheck", key: "shellcheck", rank: 1 } as const,
    ...FAMILIES.flatMap(({ name }, digit) =>
      [`DF${digit}`, name].map((text) => ({ text, key: `DF${digit}`, rank: 2 }) as const),
    ),
    ...rules.flatMap(({ meta }) => [meta.code, meta.name].map((text) => ({ text, key: meta.code, rank: 3 }) as const)),
  ].map((selector) => [selector.text.toLowerCase(), selector]),
);

/** Every selector but ShellCheck's codes, as it is to be written. */
export const SELECTOR_NAMES: readonly string[] = [...known.values()].map(({ text }) => text);

/** Reads one; small and capital letters are alike. Undefined where nothing has that name. */
export function readSelector(text: string): Selector | undefined {
  const named = known.get(text.toLowerCase());
  if (named !== undefined) return { ...named, text };
  const code = text.toUpperCase();
  return SHELLCHECK_CODE.test(code) ? { text, key: code, rank: 3 } : undefined;
}

/** The selectors that a flag takes. Throws a UsageError for a word that is none. */
export function readFlag(flag: string, words: readonly string[]): Selector[] {
  return words.map((word) => {
    const selector = readSelector(word);
    if (selector === undefined) throw new UsageError(`${flag} ${word}: ${describeUnknown(word)}`);
    return selector;
  });
}

/** What is wrong with a word that {@link readSelector} does not know, as a sentence without an end. */
export function describeUnknown(text: string): string {
  const closest = findClosestName(text, SELECTOR_NAMES);
  const hint = closest === undefined ? "deflint rules lists them all" : `did you mean ${closest}?`;
  return `there is no rule, family or group ${text}; ${hint}`;
}

/** Whether a selector stands for a rule or a finding. */
export function selects({ key, rank }: Selector, { code, hygiene }: Subject): boolean {
  if (rank === 3) return key === code;
  if (rank === 2) return code.startsWith(key);
  if (rank === 0) return true;
  return key === "hygiene" ? hygiene : code.startsWith("SC");
}

/** The most specific of those that stand for a rule or a finding; undefined where none does. */
export function mostSpecific<Named extends { readonly selector: Selector }>(
  all: readonly Named[],
  subject: Subject,
): Named | undefined {
  let best: Named | undefined;
  for (const one of all) {
    if (selects(one.selector, subject) && (best === undefined || one.selector.rank > best.selector.rank)) best = one;
  }
  return best;
}
