import type { Section } from "#grammar/ast.ts";
import { isHeaderKey, SECTION_TYPES } from "#grammar/vocabulary.ts";
import { type Draft, defineRule, type Fix, inEveryMode } from "../define-rule.ts";
import type { StageContext } from "../document.ts";

/** `bootstrap:` that Apptainer's `(?mi)^bootstrap:` does not find, and the header line after it. */
const SWALLOWED = /^([ \t]*)bootstrap([ \t]*):[^\n]*\n(?:[^\n]*\n)??[ \t]*([a-z]+)[ \t]*:/gim;

function* check(section: Section, ctx: StageContext): Iterable<Draft> {
  const kind = section.type === undefined ? "text" : SECTION_TYPES[section.type];
  // An example in %help and a label of that name are what they are.
  if (kind !== "script" && kind !== "files") return;
  const body = ctx.document.source.slice(section.body);
  const lastHash = body.lastIndexOf("#");
  let starts: ReadonlySet<number> | undefined;
  for (const match of body.matchAll(SWALLOWED)) {
    const [, indent = "", blank = "", key = ""] = match;
    const start = section.body.start + match.index;
    const word = start + indent.length;
    const isHeader = isHeaderKey(key.toLowerCase()) && (indent !== "" || blank !== "");
    if (!isHeader) continue;
    // In a heredoc, a string or a comment it is what it seems.
    if (kind === "script") {
      starts ??= commandStarts(section, ctx);
      if (!starts.has(word)) continue;
    }
    const colon = word + "bootstrap".length + blank.length;
    const name = section.name.text.toLowerCase();
    yield {
      range: { start: word, end: colon + 1 },
      message: `Apptainer starts no stage here: bootstrap: must stand at the start of the line, with nothing before the colon. From here on the stage is text of %${name}${kind === "script" ? ", and its shell runs it" : ""}. Write Bootstrap: at the start of the line.`,
      fix: mend({ start, indent, colon, blank }, lastHash > match.index),
    };
  }
}

/** Where the commands of a section's script start that stand in no other: a stage does not begin inside of an `if`. */
function commandStarts(section: Section, { scripts }: StageContext): ReadonlySet<number> {
  const script = scripts.find((context) => context.script.sections.includes(section))?.script;
  return new Set(script?.tree?.list.flatMap((node) => (node.kind === "command" ? (node.words[0]?.start ?? []) : [])));
}

interface Place {
  readonly start: number;
  readonly indent: string;
  readonly colon: number;
  readonly blank: string;
}

/** Comments of the script become comments of a header: not a thing that a safe fix does. */
function mend({ start, indent, colon, blank }: Place, hasComments: boolean): Fix {
  const edits = [
    { start, end: start + indent.length, text: "" },
    { start: colon - blank.length, end: colon, text: "" },
  ];
  return {
    title: "Start the stage at the start of its line",
    safety: hasComments ? "unsafe" : "safe",
    changesStructure: true,
    edits: edits.filter((edit) => edit.end > edit.start),
  };
}

export default defineRule({
  meta: {
    code: "DF009",
    name: "swallowed-stage",
    summary: "Start a second stage at the start of its line",
    why: `Apptainer finds the stages of a recipe by \`bootstrap:\` at the start of a line. The first header may be indented, a second one may not: the whole
stage is then text of the section above it, without any message. Two builds become one, and the shell is handed \`Bootstrap:\` as a command. Write
\`Bootstrap:\` at the start of the line, with the colon right after it. The text has one reading, so the mend is safe.`,
    severity: "error",
    confidence: "high",
    fix: "safe",
    modes: inEveryMode("fails"),
    since: "0.1.0",
    sources: ["Apptainer, pkg/build/types/parser/deffile.go, All: (?mi)^bootstrap:"],
  },
  on: { section: check },
});
