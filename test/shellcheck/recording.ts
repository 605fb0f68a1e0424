/** Recipes with the answers that a real ShellCheck gave about their scripts, and how findings are written down. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type SourceText, sourceFromBytes } from "#grammar/source.ts";
import type { Finding } from "#rules/define-rule.ts";
import type { Document, ScriptContext } from "#rules/document.ts";
import { rules } from "#rules/index.ts";
import { TODAY } from "#rules/knowledge/today.ts";
import { readDocument } from "../../src/engine/lint.ts";
import { questionAbout } from "../../src/shellcheck/question.ts";

const FOLDER = join(import.meta.dirname, "recorded");

/** What a recipe is judged by. */
export const SETTINGS = { rules, target: { engine: "apptainer", mode: "suid-fakeroot", today: TODAY } } as const;

/** An answer: which script, under which dialect and options, and what ShellCheck printed. */
export interface Recorded {
  readonly script: string;
  readonly dialect: string;
  readonly options: string;
  readonly answer: string;
}

export interface Recording {
  readonly name: string;
  readonly source: SourceText;
  readonly document: Document;
  /** Path of the answers. */
  readonly answers: string;
  /** Path of the findings. */
  readonly out: string;
}

/** All of them. */
export function recordings(): Recording[] {
  const names = readdirSync(FOLDER).filter((name) => name.endsWith(".def"));
  return names.sort().map((name) => {
    const source = sourceFromBytes(readFileSync(join(FOLDER, name)));
    const path = (ending: string) => join(FOLDER, name.replace(/\.def$/, ending));
    return { name, source, document: readDocument(source, SETTINGS), answers: path(".json"), out: path(".out") };
  });
}

/** The scripts about which something is asked, with the question. */
export function questionsOf({ document }: Recording) {
  return document.stages
    .flatMap(({ scripts }) => scripts)
    .flatMap((ctx) => {
      const question = questionAbout(ctx);
      return question === undefined ? [] : [{ ctx, question, name: nameOf(ctx) }];
    });
}

function nameOf({ script }: ScriptContext): string {
  return script.app === undefined ? script.type : `${script.type} ${script.app}`;
}

/** A finding in a few lines: place, severity, code, its text, and what its fix makes of the line. */
export function render({ source }: Recording, { range, code, severity, hygiene, message, fix }: Finding): string {
  const { line, character } = source.positionAt(range.start);
  const end = source.positionAt(range.end);
  const head = `${line + 1}:${character + 1}-${end.line + 1}:${end.character + 1} ${severity}${hygiene ? " hygiene" : ""} ${code}`;
  const lines = [`${head} [${JSON.stringify(source.slice(range)).slice(1, -1)}] ${message}`];
  if (fix !== undefined) {
    const [first, last] = [fix.edits[0]?.start ?? 0, fix.edits.at(-1)?.end ?? 0];
    let mended = "";
    let at = source.text.lastIndexOf("\n", first - 1) + 1;
    for (const edit of fix.edits) {
      mended += source.text.slice(at, edit.start) + edit.text;
      at = edit.end;
    }
    const lineEnd = source.text.indexOf("\n", last);
    mended += source.text.slice(at, lineEnd === -1 ? undefined : lineEnd);
    lines.push(`  ${fix.safety}: ${fix.title}: ${JSON.stringify(mended.trimStart()).slice(1, -1)}`);
  }
  return lines.join("\n");
}
