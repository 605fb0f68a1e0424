import type { Section } from "#grammar/ast.ts";
import type { BuildScript } from "#grammar/shell/build-script.ts";
import type { ShellComment } from "#grammar/shell/tree.ts";
import { type Draft, defineRule, type Fix, inEveryMode } from "../define-rule.ts";
import { ofTypes, type ScriptContext } from "../document.ts";
import { programPath } from "../knowledge/shell/paths.ts";

/** Sections that Apptainer runs by a shell of its own choice. */
const RUN_BY_SH = ["post", "setup", "pre", "environment", "appenv"] as const;

function* check(script: BuildScript, ctx: ScriptContext): Iterable<Draft> {
  for (const section of script.sections) {
    const shebang = firstLine(section, script, ctx);
    const program = shebang && programOf(shebang.text);
    if (shebang === undefined || program === undefined || isTheShell(program, script)) continue;
    yield { range: shebang, message: describe(section, program, script), fix: runByProgram(section, program, script) };
  }
}

/** The `#!` that is the first thing in a section's body. */
function firstLine({ body }: Section, { tree }: BuildScript, ctx: ScriptContext): ShellComment | undefined {
  const comment = tree?.comments.find(({ start }) => start >= body.start && start < body.end);
  if (comment === undefined || !comment.text.startsWith("#!")) return undefined;
  return ctx.document.source.text.slice(body.start, comment.start).trim() === "" ? comment : undefined;
}

function programOf(shebang: string): string | undefined {
  const [first, ...rest] = shebang.slice(2).trim().split(/\s+/);
  return /(?:^|\/)env$/.test(first ?? "") ? rest.find((word) => !/^-|=/.test(word)) : first || undefined;
}

/** Whether the line names what runs the script anyway. */
function isTheShell(program: string, { interpreter }: BuildScript): boolean {
  const name = nameOf(program);
  return name === nameOf(interpreter.program) || (!interpreter.chosen && name === "sh");
}

function nameOf(program: string): string {
  return program.split("/").at(-1) ?? "";
}

function describe({ type, name }: Section, program: string, { interpreter }: BuildScript): string {
  const says = `#! does nothing in %${name.text}: ${interpreter.program} runs this script`;
  const takesProgram = type === "post" || type === "setup" || type === "pre";
  if (!KNOWN.test(nameOf(program))) return `${says} anyway. Take the line out.`;
  if (!takesProgram || interpreter.chosen) return `${says}, and not ${nameOf(program)}. Take the line out.`;
  return `${says}, and not ${nameOf(program)}. Write %${type} -c ${programPath(program)}${isBash(program) ? " -e" : ""} for that, or take the line out.`;
}

const KNOWN = /^(?:bash|zsh|ksh|t?csh|fish|python[\d.]*|perl|ruby|Rscript)$/;

function isBash(program: string): boolean {
  return nameOf(program) === "bash";
}

/** Only for bash, and only behind a name that stands alone. */
function runByProgram(
  { type, name, arguments: given }: Section,
  program: string,
  script: BuildScript,
): Fix | undefined {
  const isAlone = script.sections.every((section) => section.arguments === undefined);
  if (type !== "post" || given !== undefined || !isBash(program) || !isAlone) return undefined;
  return {
    title: "Run the section with bash",
    safety: "manual",
    changesStructure: true,
    edits: [{ start: name.end, end: name.end, text: " -c /bin/bash -e" }],
  };
}

export default defineRule({
  meta: {
    code: "DF502",
    name: "shebang-ignored",
    summary: "Choose the shell of %post with -c, not with a #! line",
    why: `Apptainer runs \`%post\`, \`%setup\` and \`%pre\` as \`/bin/sh -ex SCRIPT\` and reads \`%environment\` in the shell that starts the container, so a
\`#!\` line there is a comment. On Debian, Ubuntu and Alpine \`/bin/sh\` is not bash, and \`source\`, \`[[ ]]\` or arrays then fail under it. Where the
script needs bash, write \`%post -c /bin/bash -e\` (without \`-e\` it would no longer stop at failures); else take the line out, which changes
nothing. In \`%runscript\`, \`%startscript\` and \`%test\` the line does count.`,
    severity: "info",
    confidence: "high",
    fix: "manual",
    modes: inEveryMode("misleads"),
    since: "0.1.0",
    sources: [
      "Apptainer, internal/pkg/build/util.go, getSectionScriptArgs",
      "Apptainer user guide, Definition files, %post",
    ],
  },
  on: { scripts: ofTypes(RUN_BY_SH, check) },
});
