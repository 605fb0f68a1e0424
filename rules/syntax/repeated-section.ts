import type { Section, Stage } from "#grammar/ast.ts";
import type { Range } from "#grammar/source.ts";
import { SECTION_TYPES } from "#grammar/vocabulary.ts";
import { type Draft, defineRule, inEveryMode } from "../define-rule.ts";
import type { StageContext } from "../document.ts";

interface Repeated {
  readonly first: Section;
  /** The arguments that hold so far. */
  written: string;
  /** Repetitions that say nothing else. */
  readonly same: Section[];
}

function* check({ sections }: Stage, { document: { cuts } }: StageContext): Iterable<Draft> {
  const seen = new Map<string, Repeated>();
  for (const section of sections) {
    if (section.type === undefined || SECTION_TYPES[section.type] === "files" || cuts.has(section)) continue;
    const written = section.app === undefined ? (section.arguments?.text.trim() ?? "") : "";
    const name = section.app === undefined ? `%${section.type}` : `%${section.type} ${section.app}`;
    const earlier = seen.get(name);
    if (earlier === undefined) seen.set(name, { first: section, written, same: [] });
    else if (written === earlier.written) earlier.same.push(section);
    else {
      if (written !== "") earlier.written = written;
      yield {
        range: placeOf(section),
        severity: "warning",
        message: `${name} stands here again with other arguments. Apptainer appends it to the first and gives all of it the arguments that come last, "${earlier.written}". Give both the same arguments, or make them one section.`,
        related: [{ message: "the first one", range: placeOf(earlier.first) }],
      };
    }
  }
  for (const [name, { first, same }] of seen) {
    const [second] = same;
    if (second === undefined) continue;
    const again = same.length === 1 ? "again" : `again (${same.length + 1} times in all)`;
    yield {
      range: placeOf(second),
      message: `${name} stands here ${again}. Apptainer appends it to the first: they are one text, in the order of the file. Merge them if that was not meant.`,
      related: [{ message: "the first one", range: placeOf(first) }],
    };
  }
}

function placeOf({ mark, name }: Section): Range {
  return { start: mark.end - 1, end: name.end };
}

export default defineRule({
  meta: {
    code: "DF013",
    name: "repeated-section",
    summary: "Write each section once",
    why: `The same section twice is no error: Apptainer appends the bodies in the order of the file and keeps the arguments that come last. A \`%post\` and a
\`%post -c /bin/bash\` are one script, all of it run by bash and without \`-e\`; a variable or a \`cd\` of the first part is still there in the
second. Write one section, or give the repeated one the same arguments. \`%files\` may be repeated, and so may sections of different applications.`,
    severity: "info",
    confidence: "high",
    fix: "none",
    modes: inEveryMode("misleads"),
    since: "0.1.0",
    sources: ["Apptainer, pkg/build/types/parser/deffile.go, parseTokenSection"],
  },
  on: { stage: check },
});
