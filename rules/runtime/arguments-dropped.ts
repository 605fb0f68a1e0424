import type { BuildScript } from "#grammar/shell/build-script.ts";
import type { Command } from "#grammar/shell/tree.ts";
import { type Draft, defineRule, type Fix, inEveryMode } from "../define-rule.ts";
import { ofTypes, type ScriptContext } from "../document.ts";
import { isFinalStage } from "../knowledge/recipe/image-contents.ts";
import type { Invocation } from "../knowledge/shell/invocation.ts";

function* check(script: BuildScript, ctx: ScriptContext): Iterable<Draft> {
  if (!isFinalStage(ctx.stage) || looksAtArguments(script)) return;
  const programs = script.commands.flatMap((command) => {
    const { invocation } = ctx.flow.runsOf(command)[0] ?? {};
    return invocation !== undefined && isProgram(invocation) ? [{ command, invocation }] : [];
  });
  const [program] = programs;
  const last = script.tree?.list.at(-1);
  if (program === undefined || programs.length > 1 || last !== program.command || answersOnly(program.invocation))
    return;
  yield {
    range: endOf(program.command),
    message: `What follows apptainer run IMAGE is dropped: ${program.invocation.name} gets no "$@". Add it if the program takes arguments.`,
    fix: passArguments(program.command),
  };
}

/** Whether a script makes anything of its arguments, in whatever way. */
function looksAtArguments({ joined, commands }: BuildScript): boolean {
  const reads = commands.some(({ words }) => /^(?:shift|getopts|set)$/.test(words[0]?.value ?? ""));
  return reads || /\$(?:[@*#1-9]|\{[@*#1-9!])/.test(joined.text);
}

/** Commands that prepare the start of a program, or say something. */
const PREPARES =
  /^(?:cd|pushd|popd|cp|mv|rm|ln|touch|find|grep|chmod|tail|head|wait|kill|export|unset|declare|typeset|local|readonly|source|\.|set|ulimit|umask|alias|echo|printf|cat|true|:|\[|test|mkdir|trap|eval|conda|mamba|module|shopt|sleep|exit|return|ls|pwd|date|hostname|env|which)$/;

function isProgram({ name }: Invocation): boolean {
  return !PREPARES.test(name);
}

/** Whether a program is asked for a text about itself alone. */
function answersOnly({ arguments: words }: Invocation): boolean {
  return words.some(({ value }) => /^(?:--?help|-h|--?version|-V|help|version)$/.test(value ?? ""));
}

function endOf({ words }: Command) {
  const [first, last] = [words[0], words.at(-1)];
  return { start: first?.start ?? 0, end: last?.end ?? 0 };
}

/** Behind the last word, where nothing but words makes up the command. */
function passArguments(command: Command): Fix | undefined {
  const { words, redirects, heredocs, role, handed } = command;
  const last = words.at(-1);
  // A word in quotes can go on in another section.
  if (last === undefined || last.templated || last.text.includes("\n") || role !== "statement") return undefined;
  if (redirects.length + heredocs.length + handed.length > 0) return undefined;
  return {
    title: "Pass the arguments on",
    safety: "unsafe",
    edits: [{ start: last.end, end: last.end, text: ' "$@"' }],
  };
}

export default defineRule({
  meta: {
    code: "DF603",
    name: "arguments-dropped",
    summary: "Pass the arguments of apptainer run on to the program",
    why: `\`apptainer run image.sif input.dat\` calls \`%runscript\` with \`input.dat\` as its first argument. A script that never mentions \`"$@"\`
drops it without a word, and the program starts as if nothing had been asked for. Write \`exec program "$@"\`: in quotes, so that names with blanks stay whole, and
with \`exec\`, so that signals of the batch system reach the program. A program that takes no arguments needs none of this.`,
    severity: "info",
    confidence: "medium",
    fix: "unsafe",
    modes: inEveryMode("lost"),
    since: "0.1.0",
    sources: ["Apptainer user guide, Definition files: %runscript"],
  },
  on: { scripts: ofTypes(["runscript", "apprun"], check) },
});
