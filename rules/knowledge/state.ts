/** What is known at one point of a script, in three values: yes, no, and not known. */

export type Certainty = "yes" | "no" | "unknown";

export interface State {
  /** Whether this point is reached when nothing before it fails. */
  readonly reached: Certainty;
  /** Whether a failing command ends the script here. */
  readonly errexit: Certainty;
  /** Variables whose value is known; a name that maps to undefined is known to be unset. */
  readonly variables: ReadonlyMap<string, string | undefined>;
  /** Variables whose value here is not known. */
  readonly unknownVariables: ReadonlySet<string>;
  /** The working directory, where it is known. */
  readonly directory: string | undefined;
  /** Account tools (by name) that something else stands in for: a stub that succeeds. */
  readonly stubbed: ReadonlyMap<string, Certainty>;
  /** Whether the script has an EXIT trap of its own. */
  readonly exitTrap: Certainty;
}

/** What holds where two ways through a script meet. A way that ended contributes nothing. */
export function joinStates(a: State, b: State): State {
  if (a.reached === "no") return b;
  if (b.reached === "no") return a;
  if (a === b) return a;
  const unknownVariables = new Set([...a.unknownVariables, ...b.unknownVariables]);
  const variables = new Map<string, string | undefined>();
  for (const name of new Set([...a.variables.keys(), ...b.variables.keys()])) {
    const same = a.variables.has(name) === b.variables.has(name) && a.variables.get(name) === b.variables.get(name);
    if (same && !unknownVariables.has(name)) variables.set(name, a.variables.get(name));
    else unknownVariables.add(name);
  }
  return {
    reached: joinCertainty(a.reached, b.reached),
    errexit: joinCertainty(a.errexit, b.errexit),
    variables,
    unknownVariables,
    directory: a.directory === b.directory ? a.directory : undefined,
    stubbed: joinStubs(a.stubbed, b.stubbed),
    exitTrap: joinCertainty(a.exitTrap, b.exitTrap),
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

/** The state with one variable set; `value` undefined makes it unknown. */
export function withVariable(state: State, name: string, value: string | undefined): State {
  const variables = new Map(state.variables);
  const unknownVariables = new Set(state.unknownVariables);
  if (value === undefined) {
    variables.delete(name);
    unknownVariables.add(name);
  } else {
    variables.set(name, value);
    unknownVariables.delete(name);
  }
  return { ...state, variables, unknownVariables };
}

/** The state with one variable removed. */
export function withoutVariable(state: State, name: string): State {
  const variables = new Map(state.variables).set(name, undefined);
  const unknownVariables = new Set(state.unknownVariables);
  unknownVariables.delete(name);
  return { ...state, variables, unknownVariables };
}
