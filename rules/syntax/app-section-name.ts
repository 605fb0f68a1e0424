import type { Section, Text } from "#grammar/ast.ts";
import type { Range } from "#grammar/source.ts";
import { isAppSection } from "#grammar/vocabulary.ts";
import { type Draft, defineRule, type Fix, inEveryMode } from "../define-rule.ts";
import type { StageContext } from "../document.ts";
import { faultOf } from "../knowledge/recipe/section-lines.ts";

function* check(section: Section, ctx: StageContext): Iterable<Draft> {
  const { type, name, mark, arguments: rest } = section;
  // A build argument may be the name; what it gives is not looked into.
  if (rest?.text.includes("{{")) return;
  if (type === undefined || !isAppSection(type) || faultOf(section, ctx) !== undefined) return;
  const word = { start: mark.end - 1, end: name.end };
  if (name.text !== type) yield describeCapitals(name, type);
  if (rest === undefined || rest.text.trim() === "") {
    const outcome = rest === undefined ? "refuses the recipe" : 'makes an application named ""';
    yield {
      range: word,
      message: `Apptainer ${outcome}: %${type} does not say which application it is for. Write %${type} NAME.`,
    };
    return;
  }
  const blanks = /^\s+/.exec(rest.text)?.[0] ?? "";
  const odd = blanks === "" ? /^\S+([^\S ]+\S*)/.exec(rest.text) : null;
  if (blanks !== "") yield describeBlanks({ start: rest.start, end: rest.start + blanks.length });
  else if (odd !== null) {
    const start = rest.start + odd[0].search(/\s/);
    yield {
      range: { start, end: rest.start + odd[0].length },
      message:
        "The application's name ends at the first space, so this white space is part of it. Write a name of one word.",
    };
  } else {
    const more = /^\S+ +(?=\S)/.exec(rest.text);
    if (more === null) return;
    yield {
      range: { start: rest.start + more[0].length, end: rest.start + rest.text.trimEnd().length },
      severity: "warning",
      message: `Apptainer takes the first word for the application's name and drops the rest of the line. Name the application with one word; a comment goes on a line of its own.`,
    };
  }
}

function describeCapitals(name: Text, type: string): Draft {
  return {
    range: name,
    message: `Apptainer refuses the recipe: sections of applications must be in lower case. Write %${type}.`,
    fix: mend(`Write %${type}`, name, type),
  };
}

function describeBlanks(range: Range): Draft {
  return {
    range,
    message: `Apptainer makes an application named "" of this: the name goes from the first space to the next. Put one space before the name.`,
    fix: mend("Put one space before the application's name", range, ""),
  };
}

function mend(title: string, { start, end }: Range, text: string): Fix {
  return { title, safety: "safe", changesStructure: true, edits: [{ start, end, text }] };
}

export default defineRule({
  meta: {
    code: "DF014",
    name: "app-section-name",
    summary: "Name the application of an app section in one word",
    why: `\`%appinstall\`, \`%apprun\` and their kin belong to the application that their line names: the text from the first space to the next. Without a
name the recipe is refused; with two spaces the application's name is empty, silently; all after the first word is dropped. Unlike \`%POST\`, the name of
an app section must be in lower case. Write \`%apprun NAME\`.`,
    severity: "error",
    confidence: "high",
    fix: "safe",
    modes: inEveryMode("fails"),
    since: "0.1.0",
    sources: ["Apptainer, pkg/build/types/parser/deffile.go, parseTokenSection and appSections"],
  },
  on: { section: check },
});
