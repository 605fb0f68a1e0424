/** What a build's end looks like, put together from its log and its recipe. */
import type { Recipe } from "#grammar/ast.ts";
import type { Situation } from "./causes/cause-entry.ts";
import { failingOutput } from "./failing-output.ts";
import { failurePhase } from "./failure-phase.ts";
import { type Followed, followRecipe } from "./follow-recipe.ts";
import { engineOf, modeOf } from "./log-facts.ts";
import type { LogLine } from "./log-line.ts";
import { phaseOf } from "./phases.ts";
import type { Segment } from "./segment.ts";

export interface Scene {
  readonly situation: Situation;
  readonly followed: Followed | undefined;
  /** The lines of the phase that failed. */
  readonly own: readonly LogLine[];
  /** The line that ends the build; undefined where the log is cut. */
  readonly end: LogLine | undefined;
}

/** @param outcome of the segment, which is no complete build */
export function setScene(
  { lines, end: endsAt }: Segment,
  outcome: "failed" | "cut",
  recipe: Recipe | undefined,
): Scene {
  const end = lines[endsAt];
  const said = lines.slice(0, endsAt + 1).filter(({ level }) => level !== "debug");
  const phase = failurePhase(said, end);
  const begins = said.findLastIndex((line) => phaseOf(line) === phase);
  const from = begins + 1;
  const own = said.slice(from);
  const followed = recipe && followRecipe(recipe, phase, said.slice(0, Math.max(begins, 0)), own);
  const printed = failingOutput(own, (text) => followed?.cleaning.has(text) === true);
  const place = followed?.place;
  const situation: Situation = {
    outcome,
    phase,
    mode: modeOf(lines),
    engine: engineOf(lines),
    ...readEnd(end),
    engineLines: own.filter(({ level }) => level === "fatal" || level === "error" || level === "warning"),
    ...printed,
    command: place !== undefined && place.first === place.last ? place.first : undefined,
  };
  return { situation, followed, own, end };
}

function readEnd(end: LogLine | undefined): Pick<Situation, "exitStatus" | "signal"> {
  const [, status] = /exit (?:status|code) (\d+)\b(?!.*exit (?:status|code))/.exec(end?.text ?? "") ?? [];
  const [, signal] = /signal: ([a-z ]+)/.exec(end?.text ?? "") ?? [];
  return { exitStatus: status === undefined ? undefined : Number(status), signal };
}
