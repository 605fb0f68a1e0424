/** Whether what a baseline lists is over, so that its entry has to go. */
import { existsSync } from "node:fs";
import { join, resolve, sep } from "node:path";
import type { Baseline, BaselineEntry } from "../../engine/baseline.ts";
import type { CheckOptions, FileResult } from "../../engine/run.ts";
import { realPathOf } from "../../files/existence.ts";
import { STANDARD_INPUT } from "../../files/read.ts";
import { directoryOf, nameFrom } from "./baseline-names.ts";
import { isDecided } from "./is-decided.ts";

/** A run with a baseline. */
export interface BaselineRun extends Pick<Baseline, "modes"> {
  /** The path of the file, as given. */
  readonly baseline: string;
  /** The paths of the command line. */
  readonly given: readonly string[];
  readonly files: readonly FileResult[];
  readonly optionsOf: (file: FileResult) => CheckOptions;
  /** Absolute. */
  readonly cwd: string;
}

/** Whether all findings of a file are known. */
export function isJudged({ judgement, problems }: FileResult): boolean {
  return judgement !== undefined && problems.length === 0;
}

/**
 * Whether an entry is over, given that nothing like it was found: its file was judged, in a mode of the list, and its rule was
 * asked; or its file is no more, in a directory that was searched.
 */
export function makeOverCheck(run: BaselineRun): (entry: BaselineEntry) => boolean {
  const { baseline, modes, given, files, optionsOf, cwd } = run;
  const nameOf = nameFrom(baseline, cwd);
  const judged = new Map(files.filter(isJudged).map((file) => [nameOf(file.path), file]));
  const base = directoryOf(baseline, cwd);
  const searched = given
    .filter((path) => path !== STANDARD_INPUT)
    .map((path) => join(realPathOf(resolve(cwd, path)), sep));
  return ({ path, code }) => {
    const file = judged.get(path);
    if (file !== undefined) {
      const options = optionsOf(file);
      return modes.includes(options.target.mode) && isDecided(code, options);
    }
    const place = resolve(base, path);
    return path !== STANDARD_INPUT && searched.some((directory) => place.startsWith(directory)) && !existsSync(place);
  };
}
