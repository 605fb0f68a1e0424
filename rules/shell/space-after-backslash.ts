import type { BuildScript } from "#grammar/shell/build-script.ts";
import type { Command, Word } from "#grammar/shell/tree.ts";
import type { Range } from "#grammar/source.ts";
import { type Draft, defineRule, type Fix, inEveryMode } from "../define-rule.ts";
import type { ScriptContext } from "../document.ts";
import { lineStart } from "../edits/place.ts";

function* check({ joined, commands }: BuildScript, ctx: ScriptContext): Iterable<Draft> {
  if (!/\\[ \t]/.test(joined.text)) return;
  for (const command of commands) yield* checkCommand(command, ctx);
}

function* checkCommand(command: Command, ctx: ScriptContext): Iterable<Draft> {
  const { text } = ctx.document.source;
  for (const word of command.words) {
    const blanks = blanksAtLineEnd(word, text);
    if (blanks === undefined) continue;
    const next = nextLine(blanks.end, ctx);
    if (next.trim() === "") continue;
    yield {
      range: { start: blanks.start - 1, end: blanks.end },
      message: `The backslash quotes the blank after it, so the command ends here: "${shorten(next.trim())}" ${fateOf(next)}. Nothing may follow the backslash.`,
      fix: word.templated ? undefined : removeBlanks(blanks, next, command, ctx),
    };
  }
}

/** The blanks from a word's last backslash to the end of its line. */
function blanksAtLineEnd({ text: written, end }: Word, text: string): Range | undefined {
  const backslashes = /(\\+)[ \t]$/.exec(written)?.[1] ?? "";
  if (backslashes.length % 2 === 0) return undefined;
  const rest = /^[ \t]*(?=\r?\n)/.exec(text.slice(end, end + LONGEST_TAIL))?.[0];
  return rest === undefined ? undefined : { start: end - 1, end: end + rest.length };
}

/** Characters behind a word in which the line has to end. */
const LONGEST_TAIL = 1000;

/** The line below a place, empty where the section ends there. */
function nextLine(offset: number, { document: { source }, script }: ScriptContext): string {
  const body = script.sections.find(({ body: { start, end } }) => start <= offset && offset < end)?.body;
  const start = source.text.indexOf("\n", offset) + 1;
  if (body === undefined || start === 0 || start >= body.end) return "";
  return source.text.slice(start, body.end).split("\n", 1)[0] ?? "";
}

function fateOf(next: string): string {
  return /^\s*(?:&&|\|)/.test(next) ? "is a syntax error" : "runs as a command of its own";
}

function shorten(line: string): string {
  const bare = line.replace(/\s*\\\s*$/, "");
  return bare.length > 40 ? `${bare.slice(0, 39).trimEnd()}…` : bare;
}

/** Safe where the next line can be nothing but the rest of this command. */
function removeBlanks({ start, end }: Range, next: string, command: Command, ctx: ScriptContext): Fix {
  const { source } = ctx.document;
  const indent = source.text.slice(lineStart(source, command.start)).search(/[^ \t]/);
  const goesOn = next.search(/[^ \t]/) > indent || /^\s*-/.test(next);
  return {
    title: "Remove the blanks after the backslash",
    safety: goesOn ? "safe" : "unsafe",
    edits: [{ start, end, text: "" }],
  };
}

export default defineRule({
  meta: {
    code: "DF511",
    name: "space-after-backslash",
    summary: "Leave no blank after the backslash that continues a line",
    why: `A backslash joins the next line only when the line ends right after it. With a blank in between, the backslash quotes that blank: the
command gets a word made of one space and ends there, and the next line runs as a command of its own. \`apt-get install\` then stops with
\`Unable to locate package\`, others go on with half of what they were to do. Remove the blank; most editors can show or strip blanks at line ends.`,
    severity: "warning",
    confidence: "high",
    fix: "safe",
    modes: inEveryMode("fails"),
    since: "0.1.0",
    sources: ["POSIX.1-2024, Shell Command Language, 2.2.1 Escape Character"],
  },
  on: { script: check },
});
