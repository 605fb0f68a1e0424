/** The extension's grammar, run by the engine that VS Code runs it by. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { EXTENSION, requireFromExtension } from "./extension-package.ts";

/** A token of a line: UTF-16 characters from its start, half open, and its scopes from the outermost on. */
export interface Token {
  readonly startIndex: number;
  readonly endIndex: number;
  readonly scopes: readonly string[];
}

interface TokenizedLine {
  readonly tokens: readonly Token[];
  readonly ruleStack: unknown;
  readonly stoppedEarly: boolean;
}

interface Grammar {
  tokenizeLine(line: string, stack: unknown, milliseconds?: number): TokenizedLine;
}

/** Where the grammars of the languages are that recipes embed. */
const EMBEDDED: Readonly<Record<string, string>> = { "source.shell": "shellscript", "source.python": "python" };
const OWN = "source.apptainer-def";

/** Loads the grammar. The function that it resolves to gives the tokens of each line of a text; it throws where one is endless. */
export async function loadTokenizer(): Promise<(text: string) => (readonly Token[])[]> {
  const textmate = requireFromExtension("vscode-textmate");
  const oniguruma = requireFromExtension("vscode-oniguruma");
  await oniguruma.loadWASM(readFileSync(requireFromExtension.resolve("vscode-oniguruma/release/onig.wasm")));
  const registry = new textmate.Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (patterns: string[]) => new oniguruma.OnigScanner(patterns),
      createOnigString: (text: string) => new oniguruma.OnigString(text),
    }),
    loadGrammar: async (scope: string) => {
      const path = pathOf(scope);
      return path === undefined ? null : textmate.parseRawGrammar(readFileSync(path, "utf8"), path);
    },
  });
  const grammar: Grammar = await registry.loadGrammar(OWN);
  return (text) => {
    let stack: unknown = textmate.INITIAL;
    return text.split("\n").map((line) => {
      const { tokens, ruleStack, stoppedEarly } = grammar.tokenizeLine(line.replace(/\r$/, ""), stack, 20_000);
      if (stoppedEarly) throw new Error(`no end of ${JSON.stringify(line)}`);
      stack = ruleStack;
      return tokens;
    });
  };
}

function pathOf(scope: string): string | undefined {
  if (scope === OWN) return join(EXTENSION, "syntaxes/apptainer-def.tmLanguage.json");
  const name = EMBEDDED[scope];
  return name === undefined ? undefined : requireFromExtension.resolve(`tm-grammars/grammars/${name}.json`);
}
