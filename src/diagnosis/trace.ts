/** Follows the trace that `sh -x` prints through the commands of a script. */
import type { BuildScript } from "#grammar/shell/build-script.ts";
import type { Command } from "#grammar/shell/tree.ts";
import { stripEscapes } from "./log-line.ts";
import { orderOf, type Position } from "./trace-order.ts";
import { fitsPattern, mayBeCut, patternsOf } from "./trace-pattern.ts";
import { lineNumbersOf, placeOf, type TracePlace } from "./trace-place.ts";
import { unquoteTrace } from "./trace-words.ts";

export type { TracePlace } from "./trace-place.ts";

export interface TraceFollower {
  /** Takes the next line of the log; whether it was a line of the trace. */
  take(line: string): boolean;
  /** Undefined until a line was matched. */
  readonly place: TracePlace | undefined;
  /** How many lines fitted a command. */
  readonly matches: number;
  /** Whether the line that was taken last is one of an EXIT trap: the place stays where the script ended. */
  readonly cleaning: boolean;
}

/** `+ dnf install x`, bash's `++ date` in a substitution, and `+12 dnf` where PS4 names the line. */
const TRACE = /^(\++)(\d+)? (?=\S)(.*)$/s;
/** What `set +x` leaves behind, or what stops the trace for good. */
const SILENCING = /^(?:set \+[a-z]*x|set \+o xtrace|exec >)/;

/** Whether a line looks like one that `sh -x` prints. */
export function isTraceLine(line: string): boolean {
  return TRACE.test(line);
}

/** A follower at the start of a script. Without a shell tree it knows the lines of a trace, and no place. */
export function followTrace(script: BuildScript): TraceFollower {
  const { commands } = script;
  const patterns = commands.map(patternsOf);
  const names = new Set(commands.map(({ words }) => words[0]?.value));
  const order = orderOf(script);
  const traps = commands.filter(({ words }) => words[0]?.value === "trap").map(({ words }) => words[1]?.value ?? "");
  let lines: readonly number[] | undefined;
  let positions: readonly Position[] = [];
  let place: TracePlace | undefined;
  let cleaning = false;
  let matches = 0;

  const matching = (text: string, lineNumber: number | undefined): number[] => {
    if (lineNumber !== undefined) lines ??= lineNumbersOf(script);
    const plain = unquoteTrace(text);
    const firstLine = plain.split("\n", 1)[0] ?? "";
    const all = [...commands.keys()].filter((at) => lineNumber === undefined || lines?.[at] === lineNumber);
    const fits = (at: number, matches: typeof fitsPattern) =>
      patterns[at]?.some((pattern) => matches(text, pattern) || matches(firstLine, pattern)) === true;
    const exact = all.filter((at) => fits(at, fitsPattern));
    if (exact.length === 0 && text !== text.trimEnd()) return matching(text.trimEnd(), lineNumber);
    return exact.length > 0 ? exact : all.filter((at) => fits(at, mayBeCut));
  };
  const reach = (candidates: readonly number[], strict: boolean): Position[] => {
    const from = positions.length === 0 ? [undefined] : positions;
    return candidates.flatMap((next) => {
      for (const position of from) {
        const after = order.after(position, next, strict);
        if (after !== undefined) return [after];
      }
      return [];
    });
  };
  const isOfTrap = (text: string): boolean => {
    const [word = ""] = text.split(" ", 1);
    return traps.some((trap) => trap.split(/[\s;{}()]+/).includes(word));
  };

  return {
    take(line) {
      const [, , number, text] = TRACE.exec(stripEscapes(line).replace(/\r$/, "")) ?? [];
      if (text === undefined) return false;
      const candidates = matching(text, number === undefined ? undefined : Number(number));
      const strict = reach(candidates, true);
      if (candidates.length > 0) matches += 1;
      cleaning = strict.length === 0 && positions.length > 0 && isOfTrap(text);
      if (cleaning) return true;
      const found = strict.length > 0 ? strict : reach(candidates, false);
      if (found.length > 0) {
        positions = found;
        place = placeOf(
          commands,
          found.map(({ at }) => at),
          SILENCING.test(text),
        );
      } else if (candidates.length > 0) {
        // The head of the log is missing, or the script went back by a way that is not seen in it.
        positions = candidates.map((at) => ({ at, calls: [] }));
        place = placeOf(commands, candidates, SILENCING.test(text));
      } else if (place !== undefined && names.has(text.split(" ", 1)[0]) && !mayTrace(place.last)) {
        place = { first: place.first, last: commands.at(-1) ?? place.last };
      }
      return true;
    },
    get place() {
      return place;
    },
    get matches() {
      return matches;
    },
    get cleaning() {
      return cleaning;
    },
  };
}

/** Whether a command may print a trace of its own: a shell, a script, or what is read into this one. */
function mayTrace({ words }: Command): boolean {
  const program = words[0]?.value ?? "";
  return /^(?:\.|source|eval|exec|sh|bash|dash|env|sudo)$|\//.test(program);
}
