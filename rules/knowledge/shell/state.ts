/** What is known at one point of a script, in three values: yes, no, and not known. */

export type Certainty = "yes" | "no" | "unknown";

/** What is known at one point of a script. */
export interface State {
  /** Whether this point is reached when nothing before it fails. */
  readonly reached: Certainty;
  /** Whether a failing command ends the script here. */
  readonly errexit: Certainty;
  /** Whether a pipe fails when any of its commands does. */
  readonly pipefail: Certainty;
  /** Whether other text has been read into this shell, which may have brought variables and functions. */
  readonly hasSourced: boolean;
  readonly variables: Variables;
  /** Variables that programs see; where ways differ, those of either. */
  readonly exported: ReadonlySet<string>;
  /** The working directory, where it is known. */
  readonly directory: string | undefined;
  /** Account tools (by name) that something else stands in for: a stub that succeeds. */
  readonly stubbed: ReadonlyMap<string, Certainty>;
}

/** Values are copied from a chain of changes into one map after this many, so that long scripts stay linear. */
const LONGEST_CHAIN = 64;

interface Change {
  readonly name: string;
  readonly value: string | undefined;
  readonly before: Change | undefined;
  /** How many changes there are up to this one. */
  readonly count: number;
}

/** The shell's variables: a map that is never changed, made from another by one change. */
export class Variables {
  static readonly none = new Variables(new Map(), undefined);
  readonly #old: ReadonlyMap<string, string | undefined>;
  readonly #last: Change | undefined;

  private constructor(old: ReadonlyMap<string, string | undefined>, last: Change | undefined) {
    this.#old = old;
    this.#last = last;
  }

  /** The value, or undefined where it is not known or the variable was never set. */
  get(name: string): string | undefined {
    const change = this.#changeOf(name);
    return change === undefined ? this.#old.get(name) : change.value;
  }

  /** Whether the script has set the variable, to a known value or not. */
  has(name: string): boolean {
    return this.#changeOf(name) !== undefined || this.#old.has(name);
  }

  /** The same with one variable set; `value` undefined makes it unknown. */
  with(name: string, value: string | undefined): Variables {
    const count = (this.#last?.count ?? 0) + 1;
    if (count <= LONGEST_CHAIN) return new Variables(this.#old, { name, value, before: this.#last, count });
    return new Variables(this.#flat().set(name, value), undefined);
  }

  /** The same with one variable removed. */
  without(name: string): Variables {
    const flat = this.#flat();
    flat.delete(name);
    return new Variables(flat, undefined);
  }

  /** What two ways agree on; the rest is unknown. */
  join(other: Variables): Variables {
    if (this === other) return this;
    const [a, b] = [this.#flat(), other.#flat()];
    for (const name of b.keys()) if (!a.has(name)) a.set(name, undefined);
    for (const [name, value] of a) if (b.get(name) !== value) a.set(name, undefined);
    return new Variables(a, undefined);
  }

  #changeOf(name: string): Change | undefined {
    let change = this.#last;
    while (change !== undefined && change.name !== name) change = change.before;
    return change;
  }

  #flat(): Map<string, string | undefined> {
    const changes: Change[] = [];
    for (let change = this.#last; change !== undefined; change = change.before) changes.push(change);
    const flat = new Map(this.#old);
    for (const { name, value } of changes.reverse()) flat.set(name, value);
    return flat;
  }
}

/** What holds where two ways through a script meet. A way that ended contributes nothing. */
export function joinStates(a: State, b: State): State {
  if (a.reached === "no") return b;
  if (b.reached === "no" || a === b) return a;
  return {
    reached: joinCertainty(a.reached, b.reached),
    errexit: joinCertainty(a.errexit, b.errexit),
    pipefail: joinCertainty(a.pipefail, b.pipefail),
    hasSourced: a.hasSourced || b.hasSourced,
    variables: a.variables.join(b.variables),
    exported: a.exported === b.exported ? a.exported : new Set([...a.exported, ...b.exported]),
    directory: a.directory === b.directory ? a.directory : undefined,
    stubbed: joinStubs(a.stubbed, b.stubbed),
  };
}

function joinCertainty(a: Certainty, b: Certainty): Certainty {
  return a === b ? a : "unknown";
}

function joinStubs(a: ReadonlyMap<string, Certainty>, b: ReadonlyMap<string, Certainty>) {
  const joined = new Map<string, Certainty>();
  for (const tool of new Set([...a.keys(), ...b.keys()])) {
    joined.set(tool, joinCertainty(a.get(tool) ?? "no", b.get(tool) ?? "no"));
  }
  return joined;
}
