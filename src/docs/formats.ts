/** The formats of documentation, known before any of it is loaded. */

/** What --format of `explain` and `rules` takes. */
export const DOC_FORMATS = ["text", "json", "markdown"] as const;
export type DocFormat = (typeof DOC_FORMATS)[number];
