/** What a build's end looks like, put together from its log and its recipe. */
import type { Recipe } from "#grammar/ast.ts";
import type { Situation } from "./causes/cause-entry.ts";
import { failingOutput } from "./failing-output.ts";
import { failurePhase } from "./failure-phase.ts";
import { type Followed, followRecipe } from "./follow-recipe.ts";
import { engineOf, modeOf } from "./log-facts.ts";
import type { LogLine } from "./log-line.ts";
import { messageTail } from "./message-tail.ts";
import { only } from "./only.ts";
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
  const tail = messageTail(lines, endsAt);
  const followed = recipe && followRecipe(recipe, phase, said.slice(0, Math.max(begins, 0)), own);
  const printed = failingOutput(own, (text) => followed?.cleaning.has(text) === true);
  const place = followed?.place;
  const situation: Situation = {
    outcome,
    phase,
    mode: modeOf(lines),
    engine: engineOf(lines),
    ...readEnd(end, own),
    engineLines: [...own.filter(({ level }) => level === "fatal" || level === "error" || level === "warning"), ...tail],
    ...printed,
    // %test is not traced.
    command:
      place !== undefined && place.first === place.last
        ? place.first
        : phase === "test"
          ? only(followed?.script?.commands ?? [])
          : undefined,
  };
  return { situation, followed, own: [...own, ...tail], end };
}

function readEnd(end: LogLine | undefined, own: readonly LogLine[]): Pick<Situation, "exitStatus" | "signal"> {
  const [, ended] = /exit (?:status|code) (\d+)\b(?!.*exit (?:status|code))/.exec(end?.text ?? "") ?? [];
  // 255 is the engine's own; Singularity 3 says the script's in a line before it.
  const nested = own.flatMap(
    ({ level, text }) => (level === "fatal" && / proc: exit status (\d+)$/.exec(text)?.[1]) || [],
  );
  const status = ended === "255" ? (nested.at(-1) ?? ended) : ended;
  const [, signal] = /signal: ([a-z ]+)/.exec(end?.text ?? "") ?? [];
  return { exitStatus: status === undefined ? undefined : Number(status), signal };
}
