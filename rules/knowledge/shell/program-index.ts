/** The runs of a script's programs by the programs' names: most rules ask for a few of them, and most scripts hold none. */
import type { ProgramRun } from "./flow.ts";

/** Finds runs by names; each answer is in file order. */
export class ProgramIndex {
  readonly #all: readonly ProgramRun[];
  readonly #byName = new Map<string, ProgramRun[]>();

  constructor(all: readonly ProgramRun[]) {
    this.#all = all;
    for (const run of all) {
      const same = this.#byName.get(run.invocation.name);
      if (same === undefined) this.#byName.set(run.invocation.name, [run]);
      else same.push(run);
    }
  }

  /** The runs of programs that have one of these names. */
  named(names: readonly string[]): readonly ProgramRun[] {
    return this.#ofNames(names.filter((name) => this.#byName.has(name)));
  }

  /** The runs of programs whose names match. */
  matching(pattern: RegExp): readonly ProgramRun[] {
    const names: string[] = [];
    for (const name of this.#byName.keys()) if (pattern.test(name)) names.push(name);
    return this.#ofNames(names);
  }

  #ofNames(names: readonly string[]): readonly ProgramRun[] {
    const [only, ...others] = names;
    if (only === undefined) return NONE;
    if (others.length === 0) return this.#byName.get(only) ?? NONE;
    return this.#all.filter(({ invocation }) => names.includes(invocation.name));
  }
}

const NONE: readonly ProgramRun[] = [];
