/** The exit codes of every command but `build` once Apptainer has run: promises, listed in the README. */
export const EXIT = {
  /** No finding of warning severity or above; with `--diff`: nothing to mend. */
  clean: 0,
  /** Such findings (with `--fix`: remaining ones); with `--diff`: there is a diff. */
  findings: 1,
  /** Usage, configuration or unreadable input, after everything else was done. */
  trouble: 2,
  /** Added to a signal's number when one ended the work. */
  signalBase: 128,
} as const;
