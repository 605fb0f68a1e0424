/** A linter whose findings are words in capitals, and files that have them. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { SourceText } from "#grammar/source.ts";
import type { Finding } from "#rules/define-rule.ts";
import type { LintOptions } from "../../src/engine/lint.ts";
import { main } from "../../src/main.ts";
import { type FakeIo, makeFakeIo } from "../fake-io.ts";
import { makeFinding, replaceWord } from "../findings.ts";
import { makeTemporaryDirectory } from "../temporary-directory.ts";

/** The options of every call of `lintCapitals`. */
export const seen: LintOptions[] = [];

/** Stands in for the linter. */
export function lintCapitals({ text }: SourceText, options: LintOptions): Finding[] {
  seen.push(options);
  if (text.includes("CRASH")) throw new Error("boom\nat somewhere");
  return [
    ...replaceWord("BAD", "good", { code: "DF991" })(text),
    ...replaceWord("RISKY", "tame", { code: "DF992", severity: "error", safety: "unsafe" })(text),
    ...replaceWord("NOTE", "noted", { code: "DF993", severity: "info" })(text),
    ...replaceWord("DIRTY", "clean", { code: "DF994", severity: "info", hygiene: true })(text),
    ...replaceWord("HARM", "if then", { code: "DF996" })(text),
    ...[...text.matchAll(/LOST/g)].map(({ index }) => makeFinding(index, index + 4, { code: "DF995" })),
  ];
}

/** The linter's own names: tests put this module in its place. */
export const lint = lintCapitals;
export const judge = (source: SourceText, options: LintOptions) => ({
  findings: lintCapitals(source, options),
  suppressed: 0,
});

/** What stands before the text of each file. */
export const HEAD = "Bootstrap: docker\nFrom: x\n%post\n";

interface Outcome {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly io: FakeIo;
}

/** Runs deflint in a directory. */
export async function run(cwd: string, ...argv: readonly string[]): Promise<Outcome> {
  const io = makeFakeIo(cwd);
  const exitCode = await main(argv, io);
  return { exitCode, ...io.written, io };
}

/** A directory with these files. */
export function makeFiles(files: Readonly<Record<string, string | Uint8Array>>): string {
  const directory = makeTemporaryDirectory();
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(join(directory, name, ".."), { recursive: true });
    writeFileSync(join(directory, name), typeof content === "string" ? `${HEAD}${content}` : content);
  }
  return directory;
}

/** The text of a file behind its head. */
export function read(directory: string, name: string): string {
  return readFileSync(join(directory, name), "utf8").replace(HEAD, "");
}
