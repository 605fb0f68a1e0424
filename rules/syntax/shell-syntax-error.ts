import type { BuildScript } from "#grammar/shell/build-script.ts";
import type { Heredoc, ShellTree } from "#grammar/shell/tree.ts";
import type { Range, SourceText } from "#grammar/source.ts";
import { substitute } from "#grammar/templates.ts";
import { type Draft, defineRule, inEveryMode } from "../define-rule.ts";
import type { ScriptContext } from "../document.ts";
import { stripsTabs, unclosedHeredocs } from "../knowledge/recipe/body-cuts.ts";
import { isCut } from "../knowledge/recipe/stage-splits.ts";

function* check(script: BuildScript, ctx: ScriptContext): Iterable<Draft> {
  const { tree, interpreter, joined } = script;
  if (tree === undefined || interpreter.shell === "other") return;
  if (script.sections.some((section) => isCut(section, ctx.document))) return;
  const [heredoc] = unclosedHeredocs(tree);
  if (heredoc !== undefined) {
    yield describeHeredoc(heredoc, ctx);
    return;
  }
  // A shell stops at the first error; what follows it is mostly its echo.
  const error = firstError(tree);
  if (error === undefined) return;
  const text = substitute(joined.text, ctx.stage.values);
  if (ctx.document.target.acceptsSyntax?.(interpreter.shell, text) === true) return;
  const program = interpreter.chosen ? interpreter.program : "/bin/sh";
  yield {
    range: placeOf(error.offset, script, ctx.document.source),
    message: `${program} cannot read this script: ${error.message}. ${outcomeOf(script)}${hintOf(error.message)}`,
  };
}

function firstError({ errors }: ShellTree): ShellTree["errors"][number] | undefined {
  return errors.reduce<ShellTree["errors"][number] | undefined>(
    (first, error) => (first === undefined || error.offset < first.offset ? error : first),
    undefined,
  );
}

function hintOf(message: string): string {
  return /quote/.test(message) ? " Close it, or look above it for a quote that is not closed." : "";
}

function outcomeOf({ type }: BuildScript): string {
  if (/^(?:post|pre|setup|test)$/.test(type)) return "What stands above runs, then the build fails.";
  if (/env/.test(type)) return "The image is built, and its environment breaks whenever a container starts.";
  return "The image is built, and the script fails whenever a container starts.";
}

/** From the error to the end of its line; for an error at the end of the script its last word. */
function placeOf(offset: number, { sections }: BuildScript, { text }: SourceText): Range {
  const body = sections.find(({ body: { start, end } }) => start <= offset && offset <= end)?.body;
  const end = body?.end ?? text.length;
  if (text.slice(offset, end).trim() !== "") {
    const line = /^[^\r\n]*/.exec(text.slice(offset, end))?.[0].trimEnd() ?? "";
    return { start: offset, end: offset + Math.max(1, line.length) };
  }
  const before = text.slice(body?.start ?? 0, offset).trimEnd();
  const last = (body?.start ?? 0) + before.length;
  const word = /\S+$/.exec(before)?.[0].length ?? 1;
  return { start: Math.max(0, last - word), end: Math.max(1, last) };
}

/** A line in the body that was meant to end it, or none at all: the shell warns, and goes on with what it has. */
function describeHeredoc(heredoc: Heredoc, { document: { source } }: ScriptContext): Draft {
  const { delimiter, body, start, end } = heredoc;
  const lines = body.text.split("\n");
  const index = lines.findIndex((line) => line.trim() === delimiter);
  const range = { start, end };
  if (index === -1) {
    return {
      range,
      severity: "warning",
      message: `No line "${delimiter}" ends this heredoc: all that follows in the script is its text. Write ${delimiter} on a line of its own below the text.`,
    };
  }
  const dash = stripsTabs(heredoc, source.text) ? ", where only tabs may stand" : "";
  const near = lines[index] ?? "";
  const isLost = lines.slice(index + 1).some((line) => line.trim() !== "");
  const at = body.start + source.slice(body).split("\n", index).join("\n").length + (index === 0 ? 0 : 1);
  return {
    range,
    severity: isLost ? "error" : "warning",
    message: `This heredoc does not end at its ${delimiter}: blanks stand ${/^\s/.test(near) ? "before" : "after"} it${dash}. ${isLost ? "All commands below are its text and never run" : "The line becomes part of the text"}. Put ${delimiter} alone at the start of a line.`,
    related: [{ message: "does not end it", range: { start: at, end: at + near.length } }],
  };
}

export default defineRule({
  meta: {
    code: "DF026",
    name: "shell-syntax-error",
    summary: "Write scripts that their shell can read",
    why: `A shell reads a script command by command, so a syntax error shows late: in \`%post\` after all that stands above it has been installed, in
\`%runscript\` and \`%environment\` only when the finished image runs. A heredoc whose closing word is indented or misspelt is no error at all: the rest of the script
becomes its text and never runs. deflint reads the script as the program that will run it does, and, where it can ask a shell
on this host, stays silent when that shell takes the script.`,
    severity: "error",
    confidence: "high",
    fix: "none",
    needs: "host",
    modes: inEveryMode("fails"),
    since: "0.1.0",
    sources: ["POSIX.1-2024, Shell Command Language, 2.7.4 Here-Document and 2.10 Shell Grammar"],
  },
  on: { script: check },
});
