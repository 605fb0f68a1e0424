/** The names of the formats, known before any reporter is loaded. */

/** What --format takes. */
export const FORMATS = [
  "text",
  "concise",
  "json",
  "jsonl",
  "sarif",
  "github",
  "gitlab",
  "checkstyle",
  "junit",
  "rdjson",
  "unix",
] as const;
export type Format = (typeof FORMATS)[number];

/** A format, and the file that it goes to; undefined for standard output. */
export interface OutputChoice {
  readonly format: Format;
  readonly file?: string;
}

/** Reads FORMAT or FORMAT=FILE; undefined for a format that there is not. */
export function parseOutputChoice(text: string): OutputChoice | undefined {
  const [name = "", ...rest] = text.split("=");
  const format = FORMATS.find((known) => known === name);
  const file = rest.join("=");
  if (format === undefined) return undefined;
  return rest.length === 0 ? { format } : { format, file };
}
