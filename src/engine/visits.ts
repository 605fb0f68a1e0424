/** Which rules want to see what: worked out once for a set of rules and a mode, not once for every node. */
import type { Section } from "#grammar/ast.ts";
import type { BuildScript } from "#grammar/shell/build-script.ts";
import type { BuildMode, Rule } from "#rules/define-rule.ts";
import type { ScriptContext, StageContext, Visit, Visitors } from "#rules/document.ts";
import type { ProgramRun } from "#rules/knowledge/shell/flow.ts";

/** What a rule can register for as such; the rest is looked up by a name. */
export type VisitKind = Exclude<keyof Visitors, NamedKind | "post">;

/** What a rule can register for by names: types of sections and scripts, programs. */
type NamedKind = "sections" | "scripts" | "postPrograms";

/** A rule and what it wants to be called with. */
export interface Wanting<Visit> {
  readonly rule: Rule;
  readonly visit: Visit;
}

type Named<Subject, Context> = ReadonlyMap<string | undefined, readonly Wanting<Visit<Subject, Context>>[]>;

export interface Visits {
  /** In the order of the registry. */
  readonly by: { readonly [Kind in VisitKind]: readonly Wanting<NonNullable<Visitors[Kind]>>[] };
  readonly sections: Named<Section, StageContext>;
  /** What is wanted of `post` as such among them. */
  readonly scripts: Named<BuildScript, ScriptContext>;
  readonly programs: Named<ProgramRun, ScriptContext>;
  /** Every rule among them. */
  readonly rules: ReadonlySet<Rule>;
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
  return {
    by: {
      recipe: wanting("recipe"),
      header: wanting("header"),
      stage: wanting("stage"),
      section: wanting("section"),
      script: wanting("script"),
      transaction: wanting("transaction"),
      suppression: wanting("suppression"),
    },
    sections: byName(rules, ({ sections }) => sections),
    scripts: byName(rules, ({ scripts, post }) => (post === undefined ? scripts : { ...scripts, post })),
    programs: byName(rules, ({ postPrograms }) => postPrograms),
    rules: new Set(rules),
  };
}

function byName<Visit>(
  rules: readonly Rule[],
  visitsOf: (on: Visitors) => Readonly<Record<string, Visit>> | undefined,
): Map<string | undefined, Wanting<Visit>[]> {
  const wanting = new Map<string, Wanting<Visit>[]>();
  for (const rule of rules) {
    for (const [name, visit] of Object.entries(visitsOf(rule.on) ?? {})) {
      wanting.set(name, [...(wanting.get(name) ?? []), { rule, visit }]);
    }
  }
  return wanting;
}
