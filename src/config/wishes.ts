/** What the owners of recipes want of the rules: which are asked, how grave their findings are, and which fixes may be applied. */
import type { Severity } from "#rules/define-rule.ts";
import { describeUnknown, readSelector, type Selector } from "./selectors.ts";

/** What may become of the fixes of a rule. */
export const FIX_WISHES = ["promote", "demote", "never"] as const;
export type FixWish = (typeof FIX_WISHES)[number];

/** Something that was said of a selector, and where. */
export interface Said {
  readonly selector: Selector;
  /** A file, an override in it, or a flag. */
  readonly origin: string;
}

export interface Wishes {
  /** Undefined where nobody has chosen: all rules. */
  readonly select: readonly Said[] | undefined;
  readonly ignore: readonly Said[];
  readonly severity: readonly (Said & { readonly severity: Severity })[];
  readonly fix: readonly (Said & { readonly wish: FixWish })[];
}

/** What one layer (a file, an override, the command line) says of the rules, in the words of a configuration. */
export interface WishTable {
  readonly select?: readonly string[] | undefined;
  readonly ignore?: readonly string[] | undefined;
  readonly severity?: Readonly<Record<string, Severity>> | undefined;
  readonly fix?: { readonly [wish in FixWish]?: readonly string[] | undefined } | undefined;
}

const WISH_KEYS = ["select", "ignore", "severity", "fix"] as const;

/** Every rule as it is. */
export const NO_WISHES: Wishes = { select: undefined, ignore: [], severity: [], fix: [] };

/**
 * The wishes with those of a later layer over them. A `select` takes the place of an earlier one, and takes back an earlier
 * `ignore` of the very same rule, family or group; everything else is added, the later one of two about the same selector counts.
 * @throws Error for a selector that does not exist: tables are checked before they come here
 */
export function addWishes(wishes: Wishes, table: WishTable, origin: string): Wishes {
  if (WISH_KEYS.every((key) => table[key] === undefined)) return wishes;
  const say = (text: string): Said => ({ selector: read(text), origin });
  const select = table.select?.map(say);
  const severity = Object.entries(table.severity ?? {}).map(([text, value]) => ({ ...say(text), severity: value }));
  const fix = FIX_WISHES.flatMap((wish) => (table.fix?.[wish] ?? []).map((text) => ({ ...say(text), wish })));
  return {
    select: select === undefined ? wishes.select : replaceSame([], select),
    ignore: replaceSame(without(wishes.ignore, select ?? []), (table.ignore ?? []).map(say)),
    severity: replaceSame(wishes.severity, severity),
    fix: replaceSame(wishes.fix, fix),
  };
}

function read(text: string): Selector {
  const selector = readSelector(text);
  if (selector === undefined) throw new Error(describeUnknown(text));
  return selector;
}

/** Both lists; of two about the same selector the later one. */
function replaceSame<One extends Said>(earlier: readonly One[], later: readonly One[]): readonly One[] {
  const merged = new Map<string, One>();
  for (const one of [...without(earlier, later), ...later]) merged.set(one.selector.key, one);
  return [...merged.values()];
}

function without<One extends Said>(all: readonly One[], others: readonly Said[]): readonly One[] {
  const keys = new Set(others.map(({ selector }) => selector.key));
  return all.filter(({ selector }) => !keys.has(selector.key));
}
