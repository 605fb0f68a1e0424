/** Parts of a diagnosis that a person reads. */
import type pc from "picocolors";
import { printable } from "../reporters/printable.ts";
import { wrapText } from "../reporters/wrap-text.ts";
import type { Cure } from "./diagnosis.ts";

export type Colors = ReturnType<typeof pc.createColors>;

const LABEL_COLUMNS = 6;

/** A diff that is longer is not read in a terminal: the account stub has fifty lines. */
const DIFF_LINES = 16;

/** The mend of a cure: short ones whole. */
export function renderMend({ diff, rule }: Cure, columns: number, colors: Colors): string[] {
  if (diff === undefined) return [];
  const shown = printable(diff).trimEnd().split("\n");
  if (shown.length <= DIFF_LINES) return ["", ...shown];
  return label(
    "",
    `The mend has ${shown.length} lines: deflint explain ${rule} tells of it, --format json has it as a diff.`,
    columns,
    colors,
  );
}

/** A word as a shell takes it. */
export function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** A paragraph behind a label, which is as wide as all others. */
export function label(name: string, text: string, columns: number, colors: Colors): string[] {
  const [first = "", ...rest] = wrapText(text, columns - LABEL_COLUMNS);
  const head = name === "" ? "" : `${name}:`;
  return [
    `${colors.bold(head)}${" ".repeat(LABEL_COLUMNS - head.length)}${first}`,
    ...rest.map((line) => `${" ".repeat(LABEL_COLUMNS)}${line}`),
  ];
}
