/** Where in the recipe a build stopped: stage, script and command. */
import type { Recipe, Stage } from "#grammar/ast.ts";
import { type BuildScript, buildScriptsOf } from "#grammar/shell/build-script.ts";
import { buildArgumentsOf } from "#grammar/templates.ts";
import type { SectionType } from "#grammar/vocabulary.ts";
import type { LogLine } from "./log-line.ts";
import { type Phase, phaseOf } from "./phases.ts";
import { followTrace, type TracePlace } from "./trace.ts";

export interface Followed {
  readonly stage: Stage | undefined;
  readonly script: BuildScript | undefined;
  readonly place: TracePlace | undefined;
  /** Traced commands, with their `+`, that belong to an EXIT trap. */
  readonly cleaning: ReadonlySet<string>;
}

const SCRIPTS: Readonly<Partial<Record<Phase, SectionType>>> = {
  start: "pre",
  setup: "setup",
  post: "post",
  test: "test",
};

/**
 * Follows the failing phase of a build through its recipe.
 * @param before all lines of the build before the phase began
 * @param lines those of the phase
 */
export function followRecipe(
  recipe: Recipe,
  phase: Phase | undefined,
  before: readonly LogLine[],
  lines: readonly LogLine[],
): Followed {
  const type = phase === undefined ? undefined : SCRIPTS[phase];
  const scripts = recipe.stages.map((stage) => ({
    stage,
    script: buildScriptsOf(recipe.source, stage, buildArgumentsOf(stage, new Map())).find(
      (script) => script.type === type,
    ),
  }));
  const begun = before.filter((line) => phaseOf(line) === phase).length;
  if (type === undefined) {
    const fetched = before.filter((line) => phaseOf(line) === "unpack").length;
    const stage = recipe.stages.length === 1 ? recipe.stages[0] : recipe.stages[fetched];
    return { stage, script: undefined, place: undefined, cleaning: new Set() };
  }
  const own = scripts.flatMap(({ stage, script }) => (script === undefined ? [] : [{ stage, script }]));
  const attempts = own.map(({ stage, script }) => ({ stage, script, ...follow(script, lines) }));
  const most = Math.max(...attempts.map(({ matches }) => matches));
  const fitting = attempts.filter(({ matches }) => matches === most);
  const counted = attempts[begun];
  // The head of the log may be missing, and with it stages that were begun before.
  const chosen = counted !== undefined && fitting.includes(counted) ? counted : fitting[0];
  return chosen ?? { stage: undefined, script: undefined, place: undefined, cleaning: new Set() };
}

function follow(
  script: BuildScript,
  lines: readonly LogLine[],
): Pick<Followed, "place" | "cleaning"> & { matches: number } {
  const follower = followTrace(script);
  const cleaning = new Set<string>();
  for (const { level, text } of lines) {
    if (level === undefined && follower.take(text) && follower.cleaning) cleaning.add(text.replace(/^\++\d* /, ""));
  }
  return { place: follower.place, cleaning, matches: follower.matches };
}
