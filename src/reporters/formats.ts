/** The names of the formats, known before any reporter is loaded. */

/** What --format takes. */
export const FORMATS = ["text", "json"] as const;
export type Format = (typeof FORMATS)[number];

/** A format, and the file that it goes to; undefined for standard output. */
export interface OutputChoice {
  readonly format: Format;
  readonly file?: string;
}
