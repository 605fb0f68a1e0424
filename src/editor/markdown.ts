/** Pieces of markdown. */

/** A text as code, whatever stands in it. */
export function inCode(text: string): string {
  const plain = text.replace(/\s+/g, " ");
  const ticks = "`".repeat(Math.max(0, ...(plain.match(/`+/g) ?? []).map((run) => run.length)) + 1);
  const space = /^`|`$/.test(plain) ? " " : "";
  return `${ticks}${space}${plain}${space}${ticks}`;
}

/** The end of a paragraph about what a version of Apptainer brought; empty for what was always there. */
export function sinceApptainer(version: string | undefined): string {
  return version === undefined ? "" : ` *Since Apptainer ${version}.*`;
}
