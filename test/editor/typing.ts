/** A person who types anything anywhere, the same for the same seed. */
import type { Position, Range } from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";

/** What is typed and pasted, half of it half of something. */
const PIECES = [
  "a",
  " ",
  "\n",
  "\r\n",
  "\r",
  "%",
  "%post\n",
  "%files from ",
  "{{",
  "{{ V }}",
  "}}",
  "'",
  '"',
  "\\\n",
  "<<EOF\n",
  "$(",
  ")",
  "# deflint-ignore-next-line ",
  "Bootstrap: ",
  "if true; then\n",
  "😀",
  "\ufeff",
  "apt-get install -y curl",
];

export interface Typed {
  readonly range: Range;
  readonly text: string;
}

/** The next edit of a text: mostly a piece that is put in, sometimes a part that is taken out. */
export function typeAnything(text: string, random: () => number): Typed {
  const document = TextDocument.create("", "", 0, text);
  const at = (offset: number): Position => document.positionAt(offset);
  const start = Math.floor(random() * (text.length + 1));
  const isDeletion = random() < 0.3;
  const end = isDeletion ? Math.min(text.length, start + 1 + Math.floor(random() ** 3 * 40)) : start;
  return {
    range: { start: at(start), end: at(end) },
    text: isDeletion ? "" : (PIECES[Math.floor(random() * PIECES.length)] ?? ""),
  };
}

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
export function makeRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
