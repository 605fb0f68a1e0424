/** The shells that there are completion scripts for, known before any is made. */

/** What `deflint completion` takes. */
export const SHELLS = ["bash", "zsh", "fish"] as const;
export type Shell = (typeof SHELLS)[number];
