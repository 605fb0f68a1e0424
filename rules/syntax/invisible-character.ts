import type { Recipe } from "#grammar/ast.ts";
import type { SourceText } from "#grammar/source.ts";
import { type Draft, defineRule, type Fix, inEveryMode } from "../define-rule.ts";
import type { Document } from "../document.ts";
import { hasInvisible, type Invisible, invisiblesIn } from "../knowledge/recipe/invisible-characters.ts";
import { placesOf } from "../knowledge/recipe/word-places.ts";

/** More of the same kind say nothing new. */
const MOST = 10;

function* check(_recipe: Recipe, document: Document): Iterable<Draft> {
  const { source } = document;
  if (/\r/.test(source.text) && !source.text.includes("\n")) {
    yield sayNoLineEnd(source.text);
    return;
  }
  if (source.hasInvalidUtf8) yield* findInvalidByte(document);
  if (!hasInvisible(source.text)) return;
  const seen = new Set<number>();
  for (const { text, start, isScript } of placesOf(document)) {
    for (const found of invisiblesIn(text, start, source.text.slice(start + text.length, start + text.length + 8))) {
      if (found.offset === 0 || seen.has(found.offset) || seen.size >= MOST) continue;
      seen.add(found.offset);
      yield report(found, isScript, source);
    }
  }
}

function report(found: Invisible, isScript: boolean, source: SourceText): Draft {
  const { offset, name, replacement } = found;
  if (source.text[offset] === "\0") return { ...sayNul(offset), fix: replace(found, "") };
  const reader = isScript ? "the shell" : "Apptainer";
  const isBlank = replacement === " ";
  const origin = source.text[offset] === "\r" ? "" : " Mostly it came along from a web page or a word processor.";
  return {
    range: { start: offset, end: offset + 1 },
    message: `A ${name} (${codeOf(source.text, offset)}) stands here, and ${reader} takes it for a part of the word${isBlank ? ", not for a blank" : ""}.${origin} ${isBlank ? "Replace it by an ordinary space." : "Take it out."}`,
    fix: replacement === undefined ? undefined : replace(found, replacement),
  };
}

function sayNul(offset: number): Draft {
  return {
    range: { start: offset, end: offset + 1 },
    message:
      "A NUL character (U+0000) stands here: shells drop it, and other programs take it for the end of the text. Take it out.",
  };
}

function codeOf(text: string, offset: number): string {
  return `U+${text.charCodeAt(offset).toString(16).toUpperCase().padStart(4, "0")}`;
}

/** What is read anew without the character may be a keyword, a section or a stage that it hid. */
function replace({ offset, name }: Invisible, text: string): Fix {
  return {
    title: text === " " ? `Write a blank for the ${name}` : `Take the ${name} out`,
    safety: "unsafe",
    changesStructure: true,
    edits: [{ start: offset, end: offset + 1, text }],
  };
}

function sayNoLineEnd(text: string): Draft {
  const offset = text.indexOf("\r");
  const edits = [...text.matchAll(/\r/g)].map(({ index }) => ({ start: index, end: index + 1, text: "\n" }));
  return {
    range: { start: offset, end: offset + 1 },
    message:
      "The file is one line for Apptainer: its lines end in a lone carriage return (U+000D), as on old Macs, and Apptainer knows LF and CRLF. Save it with LF line ends.",
    fix: { title: "End the lines in LF", safety: "unsafe", changesStructure: true, edits },
  };
}

/** The first byte that is no UTF-8; it stands in the text as half of a surrogate pair. */
function* findInvalidByte({ source, recipe }: Document): Iterable<Draft> {
  const start = source.text.search(/(?<![\ud800-\udbff])[\udc80-\udcff]/);
  if (start === -1) return;
  const inHeader = recipe.stages.some(({ header }) => header.start <= start && start < header.end);
  yield {
    range: { start, end: start + 1 },
    severity: inHeader ? "warning" : "info",
    message: `The file is not UTF-8: a byte ${(source.text.charCodeAt(start) - 0xdc00).toString(16).toUpperCase()} stands here, and perhaps more further on. Apptainer copies such bytes as they are, and they come out as garbage in most places. deflint mends nothing in such a file. Save it as UTF-8.`,
  };
}

export default defineRule({
  meta: {
    code: "DF025",
    name: "invisible-character",
    summary: "Keep invisible characters out of names, values and commands",
    why: `No-break spaces, zero-width characters, soft hyphens and direction marks come along when text is copied from web pages, chats and PDF. On
a screen nothing is wrong, but neither Apptainer nor the shell takes them for blanks: \`ls\` and a no-break space is a command that is \`not found\`, a
path in \`%files\` does not exist, a label has another name. A carriage return inside of a line and a byte that is no UTF-8 do the same harm. Replace
them; in quoted text and comments they are left alone.`,
    severity: "warning",
    confidence: "high",
    fix: "unsafe",
    modes: inEveryMode("misleads"),
    since: "0.1.0",
    sources: [
      "Apptainer, pkg/build/types/parser/deffile.go",
      "POSIX.1-2024, Shell Command Language, 2.3 Token Recognition",
    ],
  },
  on: { recipe: check },
});
