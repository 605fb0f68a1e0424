/** Lines at the bottom of a terminal that are drawn again and again, while output goes by above them. */
import type { Output } from "../../io.ts";
import { cutText } from "./cut-text.ts";
import { colorsAfter, NO_COLORS } from "./terminal-colors.ts";

/** A view on one terminal. */
export interface LiveView {
  /** Takes the view away, lets `print` write, and draws again where that ended a line. `text` is what it writes. */
  around(text: string, print: () => void): void;
  /** Draws the lines as they are now. */
  draw(): void;
  /** Takes the view away until it is drawn again. */
  hide(): void;
  /** Takes the view away for good; a line that the output left open is ended. Safe to call twice. */
  close(): void;
}

/** Erases from the cursor to the end of the screen (ECMA-48 ED), whatever a resize has made of the lines there. */
const ERASE_BELOW = "\x1b[J";

/** Erases from the cursor to the end of its line (EL). */
const ERASE_LINE = "\x1b[K";

/** Lines that are too long end at the edge (DECAWM): a terminal may have been resized a moment ago. */
const NO_WRAP = "\x1b[?7l";
const WRAP = "\x1b[?7h";

/** Where the terminal does not tell, in columns. */
const DEFAULT_COLUMNS = 80;

/**
 * The cursor rests at the beginning of the first line, so that erasing needs no count of rows: a terminal that is made
 * narrower breaks drawn lines into more of them. `lines` are asked for at each drawing; they must be printable.
 */
export function makeLiveView(terminal: Output, lines: () => readonly string[]): LiveView {
  let isDrawn = false;
  let isClosed = false;
  /** Whether the output above ended its line. */
  let isAtStart = true;
  /** The colours that the output left on. */
  let left = "";

  function erase(): void {
    if (isDrawn) terminal.write(`\r${ERASE_BELOW}${left}`);
    isDrawn = false;
  }

  function draw(): void {
    if (isClosed || !isAtStart) return;
    const columns = terminal.columns || DEFAULT_COLUMNS;
    // A character in the last column makes some terminals wrap at once.
    const drawn = lines().map((line) => cutText(line, columns - 1));
    if (drawn.length === 0) {
      erase();
      return;
    }
    const reset = left === "" ? "" : NO_COLORS;
    const up = drawn.length > 1 ? `\x1b[${drawn.length - 1}A` : "";
    const text = drawn.map((line) => `${line}${ERASE_LINE}`).join("\n");
    terminal.write(`\r${reset}${NO_WRAP}${text}${ERASE_BELOW}\r${up}${WRAP}`);
    isDrawn = true;
  }

  return {
    around(text, print) {
      if (text === "") return;
      erase();
      print();
      left = colorsAfter(left, text);
      isAtStart = text.endsWith("\n");
      draw();
    },
    draw,
    hide: erase,
    close() {
      if (isClosed) return;
      isClosed = true;
      erase();
      terminal.write(`${left === "" ? "" : NO_COLORS}${isAtStart ? "" : "\n"}`);
    },
  };
}
