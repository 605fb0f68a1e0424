/** Output of programs made safe for a terminal: it may colour its own text, and nothing else. */

/** Filters one stream of text, whatever pieces it comes in. */
export interface TerminalText {
  /** What of `text` may go to the terminal now; the beginning of an escape sequence is kept until the rest is there. */
  take(text: string): string;
}

/** An operating system command, a device control or another string: up to its terminator, the end of its line at most. */
const STRING = "(?:\\x1b[\\]PX^_]|[\\x90\\x98\\x9d-\\x9f])[^\\x07\\x18\\x1a\\x1b\\x9c\\n]*";

/** Escape sequences as ECMA-48 has them, in seven bits and in eight, and every control character but tab, LF and CR. */
const CONTROL = new RegExp(
  [
    `${STRING}(?:\\x1b\\\\|[\\x07\\x9c])?`,
    "(?:\\x1b\\[|\\x9b)[0-?]*[ -/]*[@-~]",
    "\\x1b[ -/]*[0-~]",
    // With them what overrides the order of reading: a log line must not pass for another.
    "[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x9f\\u202a-\\u202e\\u2066-\\u2069]",
  ].join("|"),
  "g",
);

/** A sequence that its piece of text cuts. */
const UNFINISHED = new RegExp(`(?:${STRING}\\x1b?|(?:\\x1b\\[|\\x9b)[0-?]*[ -/]*|\\x1b[ -/]*)$`);

/** A colour or another look of text (SGR); a private parameter (`>`, `?`) would make it something else. */
const LOOK = /^\x1b\[[0-9;:]*m$/;

/** In UTF-16 code units: what is still open after so many is no sequence of an honest program. */
const LONGEST = 4096;

/** Text in the colours that the program gave it, without anything else that a terminal would obey. */
export function makeTerminalText(): TerminalText {
  let kept = "";
  return {
    take(text) {
      const whole = kept + text;
      const cut = UNFINISHED.exec(whole.slice(-LONGEST))?.[0].length ?? 0;
      kept = cut === 0 || cut === LONGEST ? "" : whole.slice(-cut);
      return whole.slice(0, whole.length - kept.length).replace(CONTROL, (found) => (LOOK.test(found) ? found : ""));
    },
  };
}
