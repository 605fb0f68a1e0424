import { describe, expect, it } from "vitest";
import {
  CodeActionRequest,
  CompletionRequest,
  DefinitionRequest,
  DocumentFormattingRequest,
  DocumentSymbolRequest,
  FoldingRangeRequest,
  HoverRequest,
  PrepareRenameRequest,
  SemanticTokensRequest,
} from "vscode-languageserver/node";
import { sourceFromText } from "#grammar/source.ts";
import { rules } from "#rules/index.ts";
import { makeLines } from "../../src/editor/lines.ts";
import { judge } from "../../src/engine/lint.ts";
import { makeTarget } from "../../src/engine/target.ts";
import { recognizeOther } from "../../src/files/recognize-other.ts";
import { makeSourceCheck } from "../../src/files/source-check.ts";
import { applyTextEdits, startClient } from "./client.ts";
import { readRecipes } from "./recipes.ts";
import { makeRandom, typeAnything } from "./typing.ts";

const URI = "untitled:Untitled-1";
/** Recipes that are typed in, edits of each, and after how many of them everything is asked. */
const [RECIPES, EDITS, ASKED] = [24, 40, 8];

/** What a run of `deflint check` that never saw another text would say. */
function lintAfresh(text: string): unknown[] {
  if (recognizeOther(text) !== undefined) return [];
  const lines = makeLines(text);
  const target = { ...makeTarget("suid-fakeroot"), sources: makeSourceCheck(["/nonexistent"]) };
  const { findings } = judge(sourceFromText(text), { rules, target });
  return findings
    .filter(({ hygiene }) => !hygiene)
    .map(({ code, message, range }) => ({ code, message, range: lines.toPositions(range) }));
}

describe("typing anything anywhere", () => {
  const recipes = readRecipes();
  const random = makeRandom(20261123);
  const chosen = Array.from({ length: RECIPES }, () => recipes[Math.floor(random() * recipes.length)] ?? "");

  it.each(chosen.map((text, at) => [at, text]))(
    "leaves the server with the findings of the text, recipe %i",
    async (at, first) => {
      const client = await startClient();
      const next = makeRandom(at);
      let text = first;
      await client.open(URI, text);
      for (let version = 2; version <= EDITS + 1; version++) {
        const edit = typeAnything(text, next);
        text = applyTextEdits(text, [{ range: edit.range, newText: edit.text }]);
        await client.change(URI, version, [edit]);
        if (version % ASKED !== 0) continue;
        const place = { textDocument: { uri: URI }, position: edit.range.start };
        const whole = { textDocument: { uri: URI } };
        const { connection } = client;
        // Each answer rejects where the server threw.
        await Promise.all([
          connection.sendRequest(HoverRequest.type, place),
          connection.sendRequest(CompletionRequest.type, place),
          connection.sendRequest(DefinitionRequest.type, place),
          connection.sendRequest(PrepareRenameRequest.type, place),
          connection.sendRequest(CodeActionRequest.type, { ...whole, range: edit.range, context: { diagnostics: [] } }),
          connection.sendRequest(DocumentSymbolRequest.type, whole),
          connection.sendRequest(FoldingRangeRequest.type, whole),
          connection.sendRequest(SemanticTokensRequest.type, whole),
          connection.sendRequest(DocumentFormattingRequest.type, {
            ...whole,
            options: { tabSize: 2, insertSpaces: true },
          }),
        ]);
      }
      const { diagnostics } = await client.awaitPublished(URI, ({ version }) => version === EDITS + 1);
      const versions = client.published.map(({ version = 0 }) => version);
      expect(versions).toEqual([...new Set(versions)].sort((a, b) => a - b));
      expect(diagnostics.map(({ code, message, range }) => ({ code, message, range }))).toEqual(lintAfresh(text));
    },
  );
});
