/** The names of the formats, known before any reporter is loaded. */

/** What --format takes. */
export const FORMATS = ["text", "json"] as const;
export type Format = (typeof FORMATS)[number];
