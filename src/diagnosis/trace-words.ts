/** The words of a line of `sh -x`, without the quotes that bash and ash put around them. */

const ANSI_C: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", a: "\u0007", b: "\b", e: "\u001b" };

/**
 * The text of a trace line as dash prints it: words parted by one space, no quotes. A quote that the line does not close
 * (its word goes on in the next line) ends with the line.
 */
export function unquoteTrace(text: string): string {
  if (!/['"\\]/.test(text)) return text;
  let plain = "";
  let at = 0;
  while (at < text.length) {
    const character = text[at] as string;
    if (character === "'") {
      const end = endOf(text, "'", at + 1);
      plain += text.slice(at + 1, end);
      at = end + 1;
    } else if (character === "$" && text[at + 1] === "'") {
      const end = endOfAnsi(text, at + 2);
      plain += text.slice(at + 2, end).replace(/\\(.)/gs, (_, escaped: string) => ANSI_C[escaped] ?? escaped);
      at = end + 1;
    } else if (character === "\\") {
      plain += text[at + 1] ?? "";
      at += 2;
    } else {
      plain += character;
      at += 1;
    }
  }
  return plain;
}

function endOf(text: string, quote: string, from: number): number {
  const end = text.indexOf(quote, from);
  return end === -1 ? text.length : end;
}

function endOfAnsi(text: string, from: number): number {
  let at = from;
  while (at < text.length && text[at] !== "'") at += text[at] === "\\" ? 2 : 1;
  return Math.min(at, text.length);
}
