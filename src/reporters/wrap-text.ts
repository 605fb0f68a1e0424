/** Breaks prose into lines. */
import { displayWidth } from "./display-width.ts";

/** The lines of a paragraph, each at most `columns` columns wide where its words allow it. Never empty. */
export function wrapText(text: string, columns: number): string[] {
  const lines: string[] = [];
  let line = "";
  let width = 0;
  for (const word of text.split(/\s+/).filter((part) => part !== "")) {
    const wordWidth = measure(word);
    if (line !== "" && width + 1 + wordWidth > columns) {
      lines.push(line);
      line = "";
      width = 0;
    }
    width += wordWidth + (line === "" ? 0 : 1);
    line += line === "" ? word : ` ${word}`;
  }
  return [...lines, line];
}

function measure(word: string): number {
  let width = 0;
  for (const character of word) width += displayWidth(character);
  return width;
}
