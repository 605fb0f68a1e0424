/** A small terminal: enough of one to tell what stands on the screen and above it. */
import { displayWidth } from "../../../src/reporters/display-width.ts";

export interface TerminalModel {
  write(text: string): void;
  /** Makes it wider or narrower, breaking long lines anew as most terminals do; the cursor stays with its character. */
  resize(columns: number): void;
  /** Everything that stands there, scrolled away or not: lines without the spaces at their ends. */
  lines(): string[];
  /** The colour sequence in force; empty for none. */
  color(): string;
  /** Whether long lines wrap. */
  wraps(): boolean;
}

interface Row {
  cells: string[];
  /** Whether the line goes on in the next row. */
  continued: boolean;
}

/** Throws at any sequence that it does not know: those must not reach a terminal. */
export function makeTerminal(initialColumns: number, height = 24): TerminalModel {
  let columns = initialColumns;
  let rows: Row[] = [{ cells: [], continued: false }];
  let row = 0;
  let column = 0;
  let look = "";
  let isWrapping = true;
  const top = () => Math.max(0, rows.length - height);
  const rowAt = (at: number): Row => {
    while (rows.length <= at) rows.push({ cells: [], continued: false });
    return rows[at] as Row;
  };
  const put = (character: string) => {
    const width = displayWidth(character);
    if (width === 0) return;
    if (column + width > columns) {
      if (!isWrapping) return;
      rowAt(row).continued = true;
      row += 1;
      column = 0;
    }
    const { cells } = rowAt(row);
    while (cells.length < column) cells.push(" ");
    cells[column] = look === "" ? character : `${look}${character}\x1b[0m`;
    if (width === 2) cells[column + 1] = "";
    column += width;
  };
  const obey = (parameters: string, final: string) => {
    if (final === "m") {
      look = /^0*$/.test(parameters) ? "" : `${look}\x1b[${parameters}m`;
    } else if (final === "A") row = Math.max(top(), row - Number(parameters || 1));
    else if (final === "K" && parameters === "") rowAt(row).cells.length = Math.min(rowAt(row).cells.length, column);
    else if (final === "J" && parameters === "") {
      rows.length = row + 1;
      rowAt(row).cells.length = Math.min(rowAt(row).cells.length, column);
      rowAt(row).continued = false;
    } else if (/[hl]/.test(final) && parameters === "?7") isWrapping = final === "h";
    else throw new Error(`the terminal got ${JSON.stringify(`\x1b[${parameters}${final}`)}`);
  };
  return {
    write(text) {
      for (const [found, parameters, final] of text.matchAll(/\x1b\[([0-9;:?]*)([A-Za-z])|./gsu)) {
        if (final !== undefined) obey(parameters ?? "", final);
        else if (found === "\r") column = 0;
        else if (found === "\n") {
          rowAt(row).continued = false;
          row += 1;
          rowAt(row);
          // The driver of the terminal makes CR LF of it.
          column = 0;
        } else if (found === "\t") column = Math.min(columns - 1, (Math.floor(column / 8) + 1) * 8);
        else if (/[\x00-\x1f\x7f-\x9f]/.test(found)) throw new Error(`the terminal got ${JSON.stringify(found)}`);
        else put(found);
      }
    },
    resize(next) {
      const old = rows;
      const cursor = { row, column };
      rows = [];
      columns = next;
      let at = 0;
      while (at < old.length) {
        const cells: string[] = [];
        let offset: number | undefined;
        let goesOn = true;
        for (; goesOn && at < old.length; at++) {
          if (at === cursor.row) offset = cells.length + cursor.column;
          cells.push(...(old[at]?.cells ?? []));
          goesOn = old[at]?.continued === true;
        }
        const first = rows.length;
        do rows.push({ cells: cells.splice(0, columns), continued: cells.length > 0 });
        while (cells.length > 0);
        if (offset !== undefined) {
          row = first + Math.floor(offset / columns);
          column = offset % columns;
          rowAt(row);
        }
      }
    },
    lines() {
      const lines = rows.map(({ cells }) => cells.join("").trimEnd());
      while (lines.at(-1) === "") lines.pop();
      return lines;
    },
    color: () => look,
    wraps: () => isWrapping,
  };
}
