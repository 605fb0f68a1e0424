/** What --fix and --add-ignores have in common: of a recipe that was judged they make another text. */
import type { CheckOptions, FileResult, Problem } from "../../engine/run.ts";

/** What became of one recipe. */
export interface Reworked {
  /** The recipe as it was judged, with what stood in the way. */
  readonly result: FileResult;
  /** The other text, or the same; undefined where nothing may be written. */
  readonly text?: string;
  /** What is said of the recipe once the text stands in it. */
  readonly after?: () => FileResult;
  /** What a person is told besides, a line each; not made safe to print. */
  readonly notes?: readonly string[];
}

export interface Rework {
  /** Never throws. */
  readonly of: (result: FileResult, options: CheckOptions) => Reworked;
  /** What was not done where a file could not be written, as in "not fixed". */
  readonly undone: string;
}

/** A result with more problems. */
export function addProblems(result: FileResult, problems: readonly Problem[]): FileResult {
  return problems.length === 0 ? result : { ...result, problems: [...result.problems, ...problems] };
}
