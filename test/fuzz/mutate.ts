/** Texts that nobody would write, made from texts that somebody did; the same seed gives the same texts. */

/** A source of numbers below a bound. */
export type Random = (bound: number) => number;

/** xorshift32; good enough to choose places, and repeatable. */
export function makeRandom(seed: number): Random {
  let state = seed >>> 0 || 1;
  return (bound) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % bound;
  };
}

/** What the grammars give a meaning to. */
const SPICES = [
  "%",
  "%post",
  "%files from",
  "% ",
  "\t%post",
  "Bootstrap: docker\n",
  "bootstrap:",
  " \\\n",
  "\\",
  "#",
  "#!",
  "{{ X }}",
  "{{",
  "}}",
  "{%",
  '"',
  "'",
  "`",
  "$(",
  ")",
  "${",
  "<<EOF\n",
  "\nEOF\n",
  "&&",
  "||",
  "|",
  ";;",
  "if ",
  "fi\n",
  "do\n",
  "done\n",
  "for x in a b; ",
  "case x in ",
  "esac",
  "f() { ",
  "}",
  "\r\n",
  "\r",
  "\0",
  "\ufeff",
  "\u00a0",
  "\u0085",
  "\ud800",
  "\udc80",
  "😀",
  "\n\n",
  " ",
  "useradd x\n",
  "dnf -y install rpcbind\n",
  "rm -rf /tmp/*\n",
  "pip install torch\n",
];

/** One to five changes of a text: cut, splice with another, insert, repeat, swap lines. */
export function mutate(text: string, other: string, random: Random): string {
  let mutated = text;
  for (let changes = 1 + random(5); changes > 0; changes--) mutated = change(mutated, other, random);
  return mutated;
}

function change(text: string, other: string, random: Random): string {
  const at = random(text.length + 1);
  const to = Math.min(text.length, at + random(40));
  switch (random(6)) {
    case 0:
      return text.slice(0, at) + text.slice(to);
    case 1:
      return text.slice(0, at) + other.slice(random(other.length + 1));
    case 2:
    case 3:
      return text.slice(0, at) + (SPICES[random(SPICES.length)] ?? "") + text.slice(at);
    case 4:
      return text.slice(0, to) + text.slice(at);
    default: {
      const lines = text.split("\n");
      const [i, j] = [random(lines.length), random(lines.length)];
      const [a = "", b = ""] = [lines[i], lines[j]];
      lines[i] = b;
      lines[j] = a;
      return lines.join("\n");
    }
  }
}
