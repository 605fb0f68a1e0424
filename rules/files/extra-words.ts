import type { FilesEntry, Section } from "#grammar/ast.ts";
import type { SourceText } from "#grammar/source.ts";
import { type Draft, defineRule, type Fix, inEveryMode } from "../define-rule.ts";
import { ofTypes, type StageContext } from "../document.ts";
import { lineStart } from "../edits/place.ts";
import { copiesFrom, isFilesSection } from "../knowledge/recipe/files-lines.ts";

function* check(section: Section, ctx: StageContext): Iterable<Draft> {
  if (!isFilesSection(section, ctx) || copiesFrom(section, ctx)?.kind === "nowhere") return;
  for (const item of section.items) {
    const draft = item.kind === "files-entry" ? judge(item, ctx.document.source) : undefined;
    if (draft !== undefined) yield draft;
  }
}

function judge(entry: FilesEntry, source: SourceText): Draft | undefined {
  const [first, second, third] = entry.words;
  const end = entry.words.at(-1)?.end ?? entry.end;
  if (first === undefined || second === undefined) return undefined;
  if (first.text.startsWith("'") || second.text.startsWith("'")) {
    const fails = first.text.startsWith("'");
    const fix = quoteDoubly(entry, source);
    const range = { start: first.start, end: source.slice({ start: first.start, end }).trimEnd().length + first.start };
    return { range, ...(fails ? { severity: "error", modes: inEveryMode("fails") } : {}), message: QUOTES(fails), fix };
  }
  if (second.text.startsWith("#")) {
    const range = { start: second.start, end };
    return { range, message: COMMENT(first.text), fix: moveComment(entry, source) };
  }
  // What the author wants nobody to read is well dropped.
  if (third === undefined || third.text.startsWith("#")) return undefined;
  return { range: { start: third.start, end }, message: EXTRA(first.text, second.text) };
}

const QUOTES = (fails: boolean) =>
  `A single quote protects nothing in %files: Apptainer reads it as part of the path, and a path with a space falls apart${fails ? ', so the build ends with "reached EOF without closing quote"' : ""}. Use double quotes around the whole path.`;
const COMMENT = (source: string) =>
  `This is no comment: Apptainer takes # for the destination, and copies ${source} to a file of that name. Put the comment on a line of its own.`;
const EXTRA = (source: string, destination: string) =>
  `Apptainer takes two words of a line and drops the rest: this copies ${source} to ${destination}. Write one line for each file, a glob for many, and double quotes around a path with spaces.`;

/** Single quotes around whole words alone have one reading. */
function quoteDoubly(entry: FilesEntry, source: SourceText): Fix | undefined {
  const line = source.slice(entry);
  if (!/^\s*(?:'[^'"]+'|[^\s'"]+)(?:[ \t]+(?:'[^'"]+'|[^\s'"]+))?\s*$/.test(line) || line.includes("{{"))
    return undefined;
  const edits = [...line.matchAll(/'/g)].map(({ index }) => ({
    start: entry.start + index,
    end: entry.start + index + 1,
    text: '"',
  }));
  return { title: "Use double quotes", safety: "safe", changesStructure: true, edits };
}

/** Puts the comment on the line above. */
function moveComment({ words }: FilesEntry, source: SourceText): Fix | undefined {
  const [first, second] = words;
  if (first === undefined || second === undefined) return undefined;
  const start = lineStart(source, first.start);
  const indent = source.text.slice(start, first.start);
  const lineEnd = source.text.indexOf("\n", second.start);
  const rest = source.text.slice(second.start, lineEnd === -1 ? undefined : lineEnd).trimEnd();
  if (indent.trim() !== "" || rest.includes("{{")) return undefined;
  return {
    title: "Put the comment on a line of its own",
    safety: "safe",
    changesStructure: true,
    edits: [
      { start, end: start, text: `${indent}${rest}${source.lineEnd}` },
      { start: first.end, end: second.start + rest.length, text: "" },
    ],
  };
}

export default defineRule({
  meta: {
    code: "DF402",
    name: "extra-words",
    summary: "Write one source and one destination in a line of %files",
    why: `A line of \`%files\` is a source and a destination, and Apptainer drops every further word without a word of its own: \`a b /opt\` copies \`a\` to \`/b\`.
It knows no comment after a path: \`data # my data\` copies \`data\` to a file named \`#\`. Single quotes protect nothing: with
\`'my file' /opt\` the build ends with \`reached EOF without closing quote\`. Write a line for each file, comments on lines of their own, and double
quotes around a path with spaces.`,
    severity: "warning",
    confidence: "high",
    fix: "safe",
    modes: inEveryMode("misleads"),
    since: "0.1.0",
    sources: [
      "Apptainer, pkg/build/types/parser/deffile.go, parseTokenSection and fileSplitter",
      "Apptainer 1.4.5, run: a third word is dropped, # becomes the destination, single quotes end the build",
    ],
  },
  on: { sections: ofTypes(["files"], check) },
});
