/** Breaks prose into lines. */
import { displayWidth } from "./display-width.ts";

/**
 * The lines of a paragraph, each at most `columns` columns wide where its words allow it. Never empty.
 * @param taken columns of the first line that something else stands in; a word that does not fit behind it goes below
 */
export function wrapText(text: string, columns: number, taken = 0): string[] {
  const lines: string[] = [];
  let line = "";
  let width = taken;
  for (const word of text.split(/\s+/).filter((part) => part !== "")) {
    const wordWidth = measureText(word);
    if (width > 0 && width + 1 + wordWidth > columns) {
      lines.push(line);
      line = "";
      width = 0;
    }
    width += wordWidth + (width === 0 ? 0 : 1);
    line += line === "" ? word : ` ${word}`;
  }
  return [...lines, line];
}

/** Columns of a line of printable text. */
export function measureText(text: string): number {
  let width = 0;
  for (const character of text) width += displayWidth(character);
  return width;
}
