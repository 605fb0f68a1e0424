/** Cuts a line to the width of a terminal. */
import { displayWidth } from "../../reporters/display-width.ts";

const CUT = "...";

/** The line itself where it fits into `columns`, else its beginning and dots. Takes printable text. */
export function cutText(line: string, columns: number): string {
  let width = 0;
  let kept = "";
  for (const character of line) {
    width += displayWidth(character);
    if (width > columns) return kept + CUT.slice(0, Math.max(columns, 0));
    if (width <= columns - CUT.length) kept += character;
  }
  return line;
}
