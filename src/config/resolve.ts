/** What a configuration amounts to for one recipe: its layers and the overrides that match, one over the other. */
import { makeGlobMatcher, type PathTest } from "../files/glob.ts";
import type { Configuration, Layer } from "./load.ts";
import type { ConfigurationTable, Override } from "./schema.ts";
import { addWishes, NO_WISHES, type Wishes } from "./wishes.ts";

/** A value, and where it was said. */
export interface Sourced<Value> {
  readonly value: Value;
  readonly origin: string;
}

type Target = NonNullable<ConfigurationTable["target"]>;

/** What holds for some recipes. */
export interface Resolved {
  readonly wishes: Wishes;
  /** By the keys of the `[target]` table. */
  readonly target: ReadonlyMap<keyof Target, Sourced<unknown>>;
  readonly buildArguments: ReadonlyMap<string, Sourced<string>>;
  readonly trustedRegistries: Sourced<readonly string[]> | undefined;
  readonly requiredLabels: Sourced<readonly string[]> | undefined;
  readonly hygiene: Sourced<boolean> | undefined;
  readonly shellcheck: Sourced<boolean> | undefined;
}

/** Where nothing is configured. */
const NOTHING: Resolved = {
  wishes: NO_WISHES,
  target: new Map(),
  buildArguments: new Map(),
  trustedRegistries: undefined,
  requiredLabels: undefined,
  hygiene: undefined,
  shellcheck: undefined,
};

/** One step from nothing to what holds: a file, or an override in it. */
export interface Step {
  readonly origin: string;
  readonly table: Omit<ConfigurationTable, "overrides"> | Override;
}

/**
 * Makes the function that finds the steps for a recipe by its absolute path, undefined for a text that has none: each file,
 * then those of its overrides that match.
 */
export function makeStepFinder(configuration: Configuration): (path: string | undefined) => readonly Step[] {
  const files = configuration.map((layer) => ({ layer, overrides: readOverrides(layer) }));
  return (path) =>
    files.flatMap(({ layer: { name, table }, overrides }) => [
      { origin: name, table },
      ...overrides.filter(({ matches }) => path !== undefined && matches(path)),
    ]);
}

function readOverrides({ name, directory, table: { overrides = [] } }: Layer): (Step & { matches: PathTest })[] {
  return overrides.map((table, index) => ({
    origin: `${name}, override ${index + 1}`,
    table,
    matches: makeGlobMatcher(table.files, directory),
  }));
}

/** The steps one over the other. */
export function resolveSteps(steps: readonly Step[]): Resolved {
  return steps.reduce(addStep, NOTHING);
}

function addStep(before: Resolved, { origin, table }: Step): Resolved {
  const source = <Value>(value: Value | undefined): Sourced<Value> | undefined =>
    value === undefined ? undefined : { value, origin };
  const whole: Partial<ConfigurationTable> = table;
  return {
    wishes: addWishes(before.wishes, table, origin),
    target: new Map([...before.target, ...sourceEntries(table.target, origin)]) as Resolved["target"],
    buildArguments: new Map([...before.buildArguments, ...sourceEntries(table["build-args"], origin)]),
    trustedRegistries: source(whole["trusted-registries"]) ?? before.trustedRegistries,
    requiredLabels: source(whole["required-labels"]) ?? before.requiredLabels,
    hygiene: source(table.hygiene) ?? before.hygiene,
    shellcheck: source(table.shellcheck) ?? before.shellcheck,
  };
}

function sourceEntries<Value>(
  table: Readonly<Record<string, Value>> | undefined,
  origin: string,
): [string, Sourced<Value>][] {
  return Object.entries(table ?? {}).map(([key, value]) => [key, { value, origin }]);
}
