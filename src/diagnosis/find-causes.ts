/** Holds what was said at a build's end against what is known. */
import type { CauseEntry, Shown, Sign, Situation } from "./causes/cause-entry.ts";
import { CAUSES } from "./causes/index.ts";
import type { LogLine } from "./log-line.ts";

export interface FoundCause {
  readonly entry: CauseEntry;
  readonly shown: Shown;
}

/** In a log that is cut, what stands further above its end than this may have been survived. */
const NEAR_THE_CUT = 15;

/** The causes that show, roots first; those that another one says better are left out. */
export function findCauses(situation: Situation): FoundCause[] {
  const found = new Map<string, FoundCause>();
  for (const entry of CAUSES) {
    if (found.has(entry.cause)) continue;
    const shown = findShown(entry, situation);
    if (shown !== undefined) found.set(entry.cause, { entry, shown });
  }
  return [...found.values()].filter(({ entry }) => entry.lessThan?.some((name) => found.has(name)) !== true);
}

function findShown({ signs, latest = false }: CauseEntry, situation: Situation): Shown | undefined {
  for (const sign of signs) {
    const seen = linesFor(sign, situation).flatMap((line) => look(sign, line, situation) ?? []);
    const shown = latest ? seen.at(-1) : seen[0];
    if (shown !== undefined) return shown;
  }
  return undefined;
}

function linesFor(
  { by, phases }: Sign,
  { engineLines, output, before, phase, outcome }: Situation,
): readonly LogLine[] {
  if (phases !== undefined && (phase === undefined || !phases.includes(phase))) return [];
  const lines = { engine: engineLines, output, before }[by];
  return outcome === "cut" ? lines.filter((line) => isNearEnd(line, [...engineLines, ...output])) : lines;
}

function isNearEnd({ line }: LogLine, all: readonly LogLine[]): boolean {
  return line > Math.max(...all.map((other) => other.line)) - NEAR_THE_CUT;
}

function look(sign: Sign, line: LogLine, situation: Situation): Shown | undefined {
  const match = sign.pattern.exec(line.text);
  if (match === null) return undefined;
  const shown = { line, match };
  return sign.counts === undefined || sign.counts(shown, situation) ? shown : undefined;
}
