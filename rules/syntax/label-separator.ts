import type { Label, Section } from "#grammar/ast.ts";
import type { Range } from "#grammar/source.ts";
import { type Draft, defineRule, type Edit, inEveryMode } from "../define-rule.ts";
import { ofTypes, type StageContext } from "../document.ts";

function* check(section: Section, { document: { source, cuts } }: StageContext): Iterable<Draft> {
  if (section.name.text.toLowerCase() !== "labels" || cuts.has(section)) return;
  for (const item of section.items) {
    if (item.kind !== "label") continue;
    const separator = findSeparator(item, source.text);
    if (separator === undefined) continue;
    const isInKey = separator.start < item.key.end;
    const found = source.slice(separator).trim() === "" ? "the tab" : source.slice(separator).trim();
    yield {
      range: isInKey ? item.key : separator,
      message: isInKey
        ? `Apptainer names this label ${JSON.stringify(item.key.text)}: a label's name ends at the first space${item.value.text === "" ? ", and there is none, so the value is empty" : ""}. Put one space between name and value instead of ${found}.`
        : `Apptainer makes ${found} a part of the value ${JSON.stringify(item.value.text)}: a label's name ends at the first space. Put one space between name and value.`,
      fix: {
        title: "Put one space between the label's name and its value",
        safety: "unsafe",
        changesStructure: true,
        edits: [{ ...separator, text: " " }, ...withoutQuotes(item, separator, source.text)],
      },
    };
  }
}

/** Behind an `=` quotes around the whole value were meant for a shell: Apptainer would keep them. */
function withoutQuotes({ key, value }: Label, separator: Range, text: string): Edit[] {
  const end = Math.max(key.end, value.end);
  const written = text.slice(separator.end, end);
  const isQuoted = text.slice(separator.start, separator.end).includes("=") && /^(["'])[^"']*\1$/.test(written);
  if (!isQuoted) return [];
  return [
    { start: separator.end, end: separator.end + 1, text: "" },
    { start: end - 1, end, text: "" },
  ];
}

/** The tab, `=` or `:` that was meant to end a label's name, with the blanks around it. */
function findSeparator({ key, value }: Label, text: string): Range | undefined {
  const end = Math.max(key.end, value.end);
  const line = text.slice(key.start, end);
  const name = "[\\w./-]+";
  const match =
    // A tab; an = that is glued or stands alone; a colon at the end of a word, or inside of one that has no value.
    new RegExp(`^${name}(\\t\\s*[=:]?\\s*)(?=\\S)`).exec(line) ??
    new RegExp(`^${name}(\\s*=+\\s*)(?=[^\\s=])`).exec(line) ??
    new RegExp(`^${name}(\\s*:\\s+)(?=\\S)`).exec(line) ??
    (value.text === "" ? new RegExp(`^${name}(:)(?=[^\\s/])`).exec(line) : null);
  if (match === null) return undefined;
  const start = key.start + match[0].length - (match[1]?.length ?? 0);
  return { start, end: start + (match[1]?.length ?? 0) };
}

export default defineRule({
  meta: {
    code: "DF024",
    name: "label-separator",
    summary: "Separate a label's name from its value by one space",
    why: `In \`%labels\` a name ends at the first space and at nothing else. \`Version=1.0\`, \`Author: Ann\` and a name with a tab after it
become labels called \`Version=1.0\`, \`Author:\` and one with a tab in its name, the first without any value, and no word is said.
\`apptainer inspect --labels\` shows them, and tools that look for the right name find nothing. Write \`Version 1.0\`.`,
    severity: "warning",
    confidence: "high",
    fix: "unsafe",
    modes: inEveryMode("misleads"),
    since: "0.1.0",
    sources: ['Apptainer, pkg/build/types/parser/deffile.go, getLabels: strings.SplitN(line, " ", 2)'],
  },
  on: { sections: ofTypes(["labels"], check) },
});
