/** What ShellCheck is asked about a script: the text that will really run, and how. */
import { findInJoined } from "#grammar/shell/template-mask.ts";
import type { Document, ScriptContext } from "#rules/document.ts";

/** The dialects that every version of ShellCheck knows; busybox's it learned late. */
export type Dialect = "sh" | "dash" | "bash";

export interface Question {
  readonly dialect: Dialect;
  /** One line of ours, which says with which options the script runs, and the script. */
  readonly text: string;
}

/** Characters beyond which nothing is asked: ShellCheck may take minutes, and Apptainer reads no section that is as long. */
const LONGEST_SCRIPT = 1 << 16;

/** The question about a script; undefined for one that no shell runs, and where there is nothing to ask about. */
export function questionAbout(ctx: ScriptContext): Question | undefined {
  const { interpreter, joined } = ctx.script;
  if (interpreter.shell === "other" || joined.text.length > LONGEST_SCRIPT || !/\S/.test(joined.text)) return undefined;
  return { dialect: dialectOf(ctx), text: `${optionsLine(interpreter)}\n${maskedText(ctx)}` };
}

/** The scripts of a document about which something is asked, in file order. */
export function questionsAbout({ stages }: Document): Map<ScriptContext, Question> {
  const questions = new Map<ScriptContext, Question>();
  for (const ctx of stages.flatMap(({ scripts }) => scripts)) {
    const question = questionAbout(ctx);
    if (question !== undefined) questions.set(ctx, question);
  }
  return questions;
}

/**
 * ShellCheck reads the options of a `#!` line as a shell does. A `set -e` in their place would end the header, and a
 * `# shellcheck disable=` at the top of a script would cover but its next command.
 */
function optionsLine({ errexit }: ScriptContext["script"]["interpreter"]): string {
  return errexit ? "#!/bin/sh -e" : "#!/bin/sh";
}

/**
 * Each reference becomes as many underscores, which are a word, a part of a word, a name and a number; or dots, where
 * underscores would make another name of the variable before them. Each byte that is no UTF-8 becomes one character, as it is
 * one in the recipe's text.
 */
function maskedText({ stage, script: { joined } }: ScriptContext): string {
  let text = "";
  let copiedTo = 0;
  for (const { start, end, skipped } of findInJoined(stage.stage.templates, joined)) {
    if (skipped || start < copiedTo) continue;
    text += joined.text.slice(copiedTo, start);
    text += (/\$[A-Za-z_]\w*$/.test(text) ? "." : "_").repeat(end - start);
    copiedTo = end;
  }
  return (text + joined.text.slice(copiedTo)).toWellFormed();
}

/** Scripts that the host's own /bin/sh runs, which may be any. */
const RUN_ON_HOST = /^(?:setup|pre)$/;

/** Scripts that Apptainer sources in its own shell, which speaks bash (mvdan.cc/sh, in runtime/engine/singularity/process_linux.go). */
const SOURCED = /^(?:environment|appenv)$/;

function dialectOf({ script: { interpreter, type }, stage }: ScriptContext): Dialect {
  if (interpreter.shell === "bash" || SOURCED.test(type)) return "bash";
  if (/(?:^|\/)d?ash$/.test(interpreter.program)) return "dash";
  if (RUN_ON_HOST.test(type)) return "sh";
  const shell = stage.base?.shell;
  return shell === "ash" ? "dash" : (shell ?? "sh");
}
