/** Which colours a terminal is left in. */

/** Ends every colour. */
export const NO_COLORS = "\x1b[0m";

/** Colours set one after the other without a reset are remembered up to about this length. */
const LONGEST = 256;

/** The sequences that bring the colours back that are in force behind `text`, where those of `before` were before it. */
export function colorsAfter(before: string, text: string): string {
  let colors = before;
  for (const [look, parameters = ""] of text.matchAll(/\x1b\[([0-9;:]*)m/g)) {
    if (/^0*(;|$)/.test(parameters)) colors = "";
    if (/[1-9]/.test(parameters)) colors = colors.length < LONGEST ? colors + look : look;
  }
  return colors;
}
