/** Which rules want to see what: worked out once for a set of rules and a mode, not once for every node. */
import type { BuildMode, Rule } from "#rules/define-rule.ts";
import type { Visitors } from "#rules/document.ts";

/** What a rule can register for, but for programs, which are looked up by their names. */
export type VisitKind = Exclude<keyof Visitors, "postPrograms">;

type ProgramVisit = NonNullable<Visitors["postPrograms"]>[string];

export interface Visits {
  /** In the order of the registry. */
  readonly by: { readonly [Kind in VisitKind]: readonly { rule: Rule; visit: NonNullable<Visitors[Kind]> }[] };
  /** Every rule among them. */
  readonly rules: ReadonlySet<Rule>;
  readonly programs: ReadonlyMap<string, readonly { rule: Rule; visit: ProgramVisit }[]>;
}

const known = new WeakMap<readonly Rule[], Map<BuildMode, Visits>>();

/** The visits of the rules that bite in a mode. */
export function visitsOf(rules: readonly Rule[], mode: BuildMode): Visits {
  const modes = known.get(rules) ?? new Map<BuildMode, Visits>();
  known.set(rules, modes);
  let visits = modes.get(mode);
  if (visits === undefined) {
    visits = collect(rules.filter(({ meta }) => Object.hasOwn(meta.modes, mode)));
    modes.set(mode, visits);
  }
  return visits;
}

function collect(rules: readonly Rule[]): Visits {
  const wanting = <Kind extends VisitKind>(kind: Kind): Visits["by"][Kind] =>
    rules.flatMap((rule) => {
      const visit = rule.on[kind];
      return visit === undefined ? [] : [{ rule, visit }];
    }) as unknown as Visits["by"][Kind];
  const programs = new Map<string, { rule: Rule; visit: ProgramVisit }[]>();
  for (const rule of rules) {
    for (const [name, visit] of Object.entries(rule.on.postPrograms ?? {})) {
      programs.set(name, [...(programs.get(name) ?? []), { rule, visit }]);
    }
  }
  return {
    by: {
      recipe: wanting("recipe"),
      header: wanting("header"),
      stage: wanting("stage"),
      section: wanting("section"),
      script: wanting("script"),
      post: wanting("post"),
      transaction: wanting("transaction"),
      suppression: wanting("suppression"),
    },
    rules: new Set(rules),
    programs,
  };
}
