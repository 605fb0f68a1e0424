import { bytesTooLong, LONGEST_TOKEN } from "#grammar/apptainer-view.ts";
import type { Section, Stage } from "#grammar/ast.ts";
import type { Range } from "#grammar/source.ts";
import { type Draft, defineRule, inEveryMode } from "../define-rule.ts";
import type { StageContext } from "../document.ts";

function* check({ header, sections }: Stage, { document: { source } }: StageContext): Iterable<Draft> {
  const parts: readonly (Section | Range)[] = [header, ...sections];
  for (const [index, part] of parts.entries()) {
    const bytes = bytesTooLong(source, part.start, part.end, sections[index]);
    if (bytes === undefined) continue;
    const line = "line" in part ? part.line : part;
    const [first = ""] = source.slice(line).trimStart().split(/\r?\n/);
    const start = source.text.indexOf(first, line.start);
    yield { range: { start, end: start + first.length }, message: describe(part, bytes) };
  }
}

function describe(part: Section | Range, bytes: number): string {
  const what = "name" in part ? `%${part.name.text}` : "The header";
  return `${what} is ${bytes} bytes with the line that ends it, and Apptainer reads at most ${LONGEST_TOKEN} at once: it refuses the recipe with "token too long". Move text into a file of its own and copy it with %files.`;
}

export default defineRule({
  meta: {
    code: "DF011",
    name: "section-too-long",
    summary: "Keep a section below 64 KiB",
    why: `Apptainer reads a recipe section by section through a buffer of 64 KiB. A section that does not fit, the line that ends it included, is refused with
\`bufio.Scanner: token too long\`, which names neither the section nor the line. Move the script, or the data in it, into a file, copy the file with \`%files\`
and run it from \`%post\`.`,
    severity: "error",
    confidence: "high",
    fix: "none",
    modes: inEveryMode("fails"),
    since: "0.1.0",
    sources: ["Go, bufio.MaxScanTokenSize", "Apptainer, pkg/build/types/parser/deffile.go, parseDefinitionFile"],
  },
  on: { stage: check },
});
