/** Characters that a person does not see, or takes for a blank or a line end. */

export interface Invisible {
  readonly offset: number;
  /** As Unicode names it, in lower case. */
  readonly name: string;
  /** What should stand there instead; undefined where that cannot be known. */
  readonly replacement: string | undefined;
}

const NAMES: Readonly<Record<string, string>> = {
  "\0": "NUL character",
  "\r": "carriage return",
  "\u0085": "next line character",
  "\u00a0": "no-break space",
  "\u00ad": "soft hyphen",
  "\u180e": "zero-width separator",
  "\u2007": "figure space",
  "\u202f": "narrow no-break space",
  "\u3000": "ideographic space",
  "\u200b": "zero-width space",
  "\u200c": "zero-width non-joiner",
  "\u200d": "zero-width joiner",
  "\u2060": "word joiner",
  "\ufeff": "byte order mark",
};

const INVISIBLE =
  /[\0-\x08\x0b\x0c\x0e-\x1a\x1c-\x1f\x7f\u0085\u00a0\u00ad\u180e\u2000-\u200b\u200e\u200f\u202a-\u202f\u2060-\u2064\u2066-\u2069\u3000\ufeff]|(?<=^|[\0-\x7f])[\u200c\u200d]|\r(?!\r*\n)|\r(?=\r+\n)/g;
const BLANK = /[\u00a0\u2000-\u200a\u202f\u3000]/;

/** Whether there may be any: most texts have none, and need not be looked at word by word. */
export function hasInvisible(text: string): boolean {
  return text.search(INVISIBLE) !== -1;
}

/** The invisible characters of `text`, which starts at `start` in the file; `after` is what follows it there. */
export function* invisiblesIn(text: string, start: number, after: string): Iterable<Invisible> {
  for (const { 0: character, index } of `${text}${after}`.matchAll(INVISIBLE)) {
    if (index >= text.length) return;
    yield { offset: start + index, name: nameOf(character), replacement: replacementOf(character, text, index) };
  }
}

function nameOf(character: string): string {
  const name = NAMES[character];
  if (name !== undefined) return name;
  if (BLANK.test(character)) return "space of another kind";
  if (/[\0-\x1f\x7f]/.test(character)) return "control character";
  return /[\u200e\u200f\u202a-\u202e\u2066-\u2069]/.test(character) ? "direction mark" : "invisible character";
}

function replacementOf(character: string, text: string, index: number): string | undefined {
  if (BLANK.test(character)) return " ";
  if (character === "\u0085") return undefined;
  if (character === "\r") return /^\r*$/.test(text.slice(index)) ? "" : undefined;
  return "";
}
