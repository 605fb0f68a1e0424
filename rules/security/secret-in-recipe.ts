import type { Recipe, Section } from "#grammar/ast.ts";
import type { BuildScript } from "#grammar/shell/build-script.ts";
import type { Command, Word } from "#grammar/shell/tree.ts";
import { type Draft, defineRule, inEveryMode } from "../define-rule.ts";
import { type Document, ofTypes, type ScriptContext } from "../document.ts";
import {
  findSecret,
  isSecretValue,
  mayHoldSecret,
  mayNameSecret,
  namesSecret,
  opensPrivateKey,
} from "../knowledge/secrets.ts";

/** All lines of the file: comments, help and texts of other languages go into the image as well. */
function* checkLines(_recipe: Recipe, { source }: Document): Iterable<Draft> {
  if (!mayHoldSecret(source.text)) return;
  for (const [at, start] of source.lineStarts.entries()) {
    const line = lineAt(at);
    if (!mayHoldSecret(line)) continue;
    const secret = findSecret(line);
    if (secret !== undefined) {
      yield {
        range: { start: start + secret.start, end: start + secret.end },
        message: describe(`This is ${secret.what}`),
      };
    } else if (opensPrivateKey(line, lineAt(at + 1))) {
      const begin = start + line.indexOf("-----BEGIN");
      yield {
        range: { start: begin, end: begin + line.slice(begin - start).trimEnd().length },
        message: describe("a private key"),
      };
    }
  }

  function lineAt(at: number): string {
    const start = source.lineStarts[at];
    return start === undefined ? "" : source.text.slice(start, source.lineStarts[at + 1]).replace(/\r?\n$/, "");
  }
}

function* checkCommands({ joined, commands }: BuildScript, ctx: ScriptContext): Iterable<Draft> {
  if (!mayNameSecret(joined.text)) return;
  const { source } = ctx.document;
  for (const command of commands) if (mayNameSecret(source.slice(command))) yield* checkCommand(command, ctx);
}

/** Values that only their name gives away. */
function* checkCommand(command: Command, { flow }: ScriptContext): Iterable<Draft> {
  for (const { name, value } of command.assignments) {
    if (value !== undefined && namesSecret(name) && isPlainSecret(value, value.value)) yield guess(value);
  }
  const invocation = flow.runsOf(command)[0]?.invocation;
  for (const [at, { value = "", word }] of (invocation?.arguments ?? []).entries()) {
    const [, name = "", own = ""] = /^(?:-[A-Za-z])?(?:--)?([\w-]+)=(.*)$/s.exec(value) ?? [];
    if (isNameOfSecret(name) && isPlainSecret(word, own)) yield guess(word);
    const option = /^--([\w-]+)$/.exec(invocation?.arguments[at - 1]?.value ?? "")?.[1] ?? "";
    if (isNameOfSecret(option) && isPlainSecret(word, value)) yield guess(word);
    const isLogin = invocation?.name === "curl" && /^(?:-u|--user)$/.test(invocation.arguments[at - 1]?.value ?? "");
    if (isLogin && isPlainSecret(word, value.split(":")[1] ?? "")) yield guess(word);
  }
}

function isNameOfSecret(name: string): boolean {
  return namesSecret(name.replaceAll("-", "_"));
}

/** What has the form of a token is found in its line. */
function isPlainSecret({ templated, literal, text }: Word, value: string): boolean {
  return !templated && literal && isSecretValue(value) && findSecret(text) === undefined;
}

/** Defaults of build arguments. */
function* checkArguments(section: Section): Iterable<Draft> {
  for (const item of section.items) {
    if (item.kind !== "argument" || item.value === undefined || !namesSecret(item.name.text)) continue;
    const value = item.value.text.replace(/^(["'])(.*)\1$/, "$2");
    if (isSecretValue(value) && findSecret(value) === undefined) yield guess(item.value);
  }
}

function guess({ start, end }: { readonly start: number; readonly end: number }): Draft {
  return { range: { start, end }, confidence: "medium", message: describe("This looks like a password or a token") };
}

function describe(what: string): string {
  return `${what}. The recipe goes into the image as it is, where everybody who has the image can read it (apptainer inspect --deffile). Revoke it, and hand it in when the container runs, or for the build by --bind of a file.`;
}

export default defineRule({
  meta: {
    code: "DF701",
    name: "secret-in-recipe",
    summary: "Keep passwords, tokens and private keys out of the recipe",
    why: `Apptainer stores the recipe in the image, comments and values of build arguments included, and \`apptainer inspect --deffile\` prints it to
everybody who has the image. \`%post\` runs under \`sh -x\`, so the build's log shows the value as well. A secret that was in a recipe is known:
revoke it. For a build, bind a file with \`apptainer build --bind\` and read it in \`%post\`; for a run, set the variable where
the container is started.`,
    severity: "warning",
    confidence: "high",
    fix: "none",
    modes: inEveryMode("misleads"),
    since: "0.1.0",
    sources: [
      "Apptainer, internal/pkg/build/assemblers/sif.go: the definition file is a data object of the SIF",
      "Apptainer, internal/pkg/build/util.go, getSectionScriptArgs: /bin/sh -ex",
    ],
  },
  on: { recipe: checkLines, script: checkCommands, sections: ofTypes(["arguments"], checkArguments) },
});
