/** The exit codes of every command but `build` once Apptainer has run: promises, listed in the README. */
import { constants } from "node:os";

/** What the process ends with. */
export const EXIT = {
  /** Nothing that fails: without flags that is no finding of warning severity or above; with `--diff`: nothing to mend. */
  clean: 0,
  /** Such findings (with `--fix`: remaining ones), or stale entries of a baseline; with `--diff`: there is a diff. */
  findings: 1,
  /** Usage, configuration or unreadable input, after everything else was done. */
  trouble: 2,
  /** `build`: something is known to stand in the way, and Apptainer was not started. */
  refused: 3,
} as const;

/** The exit code where a signal ended the work: 128 and its number, as a shell has it. */
export function exitCodeOf(signal: NodeJS.Signals): number {
  return 128 + constants.signals[signal];
}
