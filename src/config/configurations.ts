/** Finds and reads the configurations of recipes; reads each file once, and only where there is one. */
import { basename, dirname, join, resolve } from "node:path";
import type { Target } from "#rules/define-rule.ts";
import type { RuleChoice } from "../engine/choice.ts";
import { realPathOf } from "../files/existence.ts";
import { UsageError } from "../usage-error.ts";
import { makeFileFinder } from "./find-file.ts";
import type { Resolved, Step } from "./resolve.ts";

/** What the command line says of configurations. */
export interface ConfigurationFlags {
  /** In place of the nearest one. */
  readonly config?: string | undefined;
  /** Whether none is read. */
  readonly isolated?: boolean | undefined;
  readonly select?: readonly string[] | undefined;
  readonly ignore?: readonly string[] | undefined;
}

/** What is configured for a recipe; the same object for all recipes with the same configuration and the same overrides. */
export interface Configured {
  readonly steps: readonly Step[];
  readonly resolved: Resolved;
  readonly choice: RuleChoice;
  /** What is known of the target: facts of the host, and whom the owners trust. */
  readonly target: Partial<Target>;
  /** Values that recipes take which refer to them. */
  readonly offeredArguments: ReadonlyMap<string, string>;
  /** Whether a finding of ShellCheck's could be wanted. */
  readonly wantsShellCheck: boolean;
}

/** What a configuration leaves out of searches. */
export interface Excludes {
  /** Absolute; the globs are relative to it. */
  readonly directory: string;
  readonly globs: readonly string[];
}

export interface Configurations {
  /** What is configured for a recipe, or for a directory as such; undefined where nothing is. Absolute paths. */
  readonly of: (place: { readonly directory: string; readonly recipe?: string }) => Promise<Configured | undefined>;
  /** What is left out of searches in a directory, given as an absolute path without links; the same objects each time. */
  readonly excludesOf: (directory: string) => Promise<readonly Excludes[]>;
}

/** Rejects with a UsageError for flags that cannot be followed; the functions reject so for a configuration that is wrong. */
export async function findConfigurations(flags: ConfigurationFlags, cwd: string): Promise<Configurations> {
  if (flags.isolated && flags.config !== undefined)
    throw new UsageError("--config names a configuration and --isolated reads none: give one of them");
  if (flags.config === "") throw new UsageError("--config names no file");
  const flagSteps = await readFlags(flags);
  const findFile = makeFileFinder();
  const fileFor = (directory: string): string | undefined => {
    if (flags.isolated) return undefined;
    return flags.config === undefined ? findFile(directory) : resolve(cwd, flags.config);
  };
  const loaded = new Map<string, Promise<Loaded>>();
  const load = (file: string): Promise<Loaded> => {
    const reading = loaded.get(file) ?? read(file, cwd);
    loaded.set(file, reading);
    return reading;
  };
  const known = new Map<string, Promise<Configured>>();
  return {
    async of({ directory, recipe }) {
      const file = fileFor(realPathOf(directory));
      if (file === undefined && flagSteps.length === 0) return undefined;
      const path = recipe && join(realPathOf(dirname(recipe)), basename(recipe));
      const steps = [...(file === undefined ? [] : (await load(file)).stepsFor(path)), ...flagSteps];
      const key = steps.map(({ origin }) => origin).join("\n");
      const configured = known.get(key) ?? configure(steps);
      known.set(key, configured);
      return configured;
    },
    async excludesOf(directory) {
      const file = fileFor(directory);
      return file === undefined ? [] : (await load(file)).excludes;
    },
  };
}

interface Loaded {
  readonly excludes: readonly Excludes[];
  readonly stepsFor: (recipe: string | undefined) => readonly Step[];
}

async function read(file: string, cwd: string): Promise<Loaded> {
  const [{ loadConfiguration }, { makeStepFinder }] = await Promise.all([import("./load.ts"), import("./resolve.ts")]);
  const configuration = loadConfiguration(file, cwd);
  const excludes = configuration.flatMap(({ directory, table: { exclude: globs } }) =>
    globs === undefined ? [] : [{ directory, globs }],
  );
  return { excludes, stepsFor: makeStepFinder(configuration) };
}

async function configure(steps: readonly Step[]): Promise<Configured> {
  const [{ resolveSteps }, { makeChoice, wantsShellCheck }] = await Promise.all([
    import("./resolve.ts"),
    import("./choice.ts"),
  ]);
  const resolved = resolveSteps(steps);
  const { wishes, buildArguments } = resolved;
  return {
    steps,
    resolved,
    choice: makeChoice(wishes),
    target: await readTarget(resolved),
    offeredArguments: new Map([...buildArguments].map(([name, { value }]) => [name, value])),
    wantsShellCheck: wantsShellCheck(wishes),
  };
}

async function readTarget({ target, trustedRegistries, requiredLabels }: Resolved): Promise<Partial<Target>> {
  const table = Object.fromEntries([...target].map(([key, { value }]) => [key, value]));
  return {
    ...(target.size > 0 && (await import("./target-table.ts")).factsOf(table)),
    ...(trustedRegistries && { trustedRegistries: trustedRegistries.value }),
    ...(requiredLabels && { requiredLabels: requiredLabels.value }),
  };
}

async function readFlags({ select, ignore }: ConfigurationFlags): Promise<readonly Step[]> {
  if (select === undefined && ignore === undefined) return [];
  // An empty variable would make every run pass.
  if (select?.length === 0) throw new UsageError("--select takes rules: --select DF101,space");
  const { readFlag } = await import("./selectors.ts");
  readFlag("--select", select ?? []);
  readFlag("--ignore", ignore ?? []);
  return [
    ...(select === undefined ? [] : [{ origin: "--select", table: { select: [...select] } }]),
    ...(ignore === undefined ? [] : [{ origin: "--ignore", table: { ignore: [...ignore] } }]),
  ];
}
