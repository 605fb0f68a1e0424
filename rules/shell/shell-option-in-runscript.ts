import type { Section } from "#grammar/ast.ts";
import { sectionsOf } from "#grammar/ast.ts";
import { type Draft, defineRule, type Fix, inEveryMode } from "../define-rule.ts";
import { ofTypes, type StageContext } from "../document.ts";
import { faultOf } from "../knowledge/recipe/section-lines.ts";
import { programPath } from "../knowledge/shell/paths.ts";

function* check(section: Section, ctx: StageContext): Iterable<Draft> {
  const { type, arguments: written } = section;
  if (type === undefined || written === undefined) return;
  const words = (written.text.split("#")[0] ?? "").trim();
  if (!breaksShebang(words) || words.includes("{{") || faultOf(section, ctx) !== undefined) return;
  const start = written.start + written.text.indexOf(words);
  const ownLine = /^\s*#![^\n]*/.exec(ctx.document.source.slice(section.body))?.[0].trim();
  yield {
    range: { start, end: start + words.length },
    message: describe(type, words, ownLine),
    fix: ownLine === undefined ? writeShebang(section, words, ctx) : undefined,
  };
}

/** One option alone is fine behind `#!/bin/sh`: the kernel hands over all that follows as a single word. */
function breaksShebang(words: string): boolean {
  return words !== "" && !/^-[a-zA-Z]+$/.test(words);
}

function describe(type: string, words: string, ownLine: string | undefined): string {
  const line = `${ownLine ?? "#!/bin/sh"} ${words}`;
  const outcome = words.startsWith("-") ? `ends with "Illegal option -"` : "is no line that runs this script";
  return `%${type} takes its arguments for the end of its first line: "${line}" ${outcome}, whenever a container starts. ${cureFor(words, ownLine)}`;
}

function cureFor(words: string, ownLine: string | undefined): string {
  if (ownLine !== undefined) return "Take this off.";
  if (/^(?:-[abd-zA-Z]+\s*)+$/.test(words)) return "Write the options as one, as in -eu.";
  return `Take this off and begin the section with #!${programOf(words) ?? "/bin/bash"}.`;
}

function programOf(words: string): string | undefined {
  const [, program = "", option = ""] = /^-c\s+([^\s"';&|]+)(\s+-[a-zA-Z]+)?$/.exec(words) ?? [];
  if (!program.startsWith("/") && !/^(?:ba|da|z|k)?sh$/.test(program)) return undefined;
  return `${programPath(program)}${option.replace(/\s+/, " ")}`;
}

/** Only where the section stands once: bodies of a second one come behind the first. */
function writeShebang(section: Section, words: string, ctx: StageContext): Fix | undefined {
  const { source } = ctx.document;
  const program = programOf(words);
  const isOnly = section.type !== undefined && sectionsOf(ctx.stage, section.type).length === 1;
  if (program === undefined || !isOnly || section.body.start >= section.body.end) return undefined;
  const line = `#!${program}${source.lineEnd}`;
  return {
    title: `Begin the section with #!${program}`,
    safety: "safe",
    changesStructure: true,
    edits: [
      { start: section.name.end, end: section.arguments?.end ?? section.name.end, text: "" },
      { start: section.body.start, end: section.body.start, text: line },
    ],
  };
}

export default defineRule({
  meta: {
    code: "DF504",
    name: "shell-option-in-runscript",
    summary: "Choose the shell of %runscript with a #! line, not with -c",
    why: `What follows \`%runscript\` and \`%startscript\` is put at the end of the script's first line: \`%runscript -c /bin/bash\` makes
\`#!/bin/sh -c /bin/bash\`. The kernel hands all of that to \`sh\` as one option, and \`apptainer run\` ends with \`/bin/sh: 0: Illegal option - \`, although the
build has succeeded. It is the reverse of \`%post\`, where \`-c\` is the way. Begin the section with \`#!/bin/bash\`.`,
    severity: "error",
    confidence: "high",
    fix: "safe",
    modes: inEveryMode("fails"),
    since: "0.1.0",
    sources: ["Apptainer, internal/pkg/build/metadata.go, handleShebangScript", "apptainer/singularity#5843"],
  },
  on: { sections: ofTypes(["runscript", "startscript"], check) },
});
