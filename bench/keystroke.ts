/**
 * From a keystroke to its diagnostics, over the protocol and in one process: `npm run bench:keystroke [LINES]`. A thousand edits
 * of a recipe of 500 lines, each undone before the next; milliseconds from sending didChange to the arrival of what is published.
 */
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { createConnection } from "vscode-languageserver";
import {
  createProtocolConnection,
  DidChangeTextDocumentNotification,
  DidOpenTextDocumentNotification,
  InitializeRequest,
  PublishDiagnosticsNotification,
} from "vscode-languageserver/node";
import { serve } from "../src/editor/server.ts";
import { makeLongRecipe, readRecipes } from "../test/editor/recipes.ts";
import { makeRandom, typeAnything } from "../test/editor/typing.ts";
import { makeFakeIo } from "../test/fake-io.ts";

const URI = "untitled:Untitled-1";
const EDITS = 1000;

const [toServer, toClient] = [new PassThrough(), new PassThrough()];
const watchDog = { shutdownReceived: false, initialize: () => {}, exit: () => {} };
const server = createConnection((logger) => createProtocolConnection(toServer, toClient, logger), watchDog);
serve(server, makeFakeIo("/nonexistent"));
server.listen();
const client = createProtocolConnection(toClient, toServer);
let arrived: (version: number, count: number) => void = () => {};
client.onNotification(PublishDiagnosticsNotification.type, ({ version = 0, diagnostics }) =>
  arrived(version, diagnostics.length),
);
client.listen();
await client.sendRequest(InitializeRequest.type, { processId: null, rootUri: null, capabilities: {} });

const text = makeLongRecipe(Number(process.argv[2] ?? 500), readRecipes(join(import.meta.dirname, "../fixtures")));
const published = (version: number): Promise<number> =>
  new Promise((resolve) => {
    arrived = (of, count) => of === version && resolve(count);
  });
const opened = published(1);
await client.sendNotification(DidOpenTextDocumentNotification.type, {
  textDocument: { uri: URI, languageId: "apptainer-def", version: 1, text },
});
console.log(`${text.split("\n").length - 1} lines, ${text.length} characters, ${await opened} diagnostics`);

const random = makeRandom(1);
const times: number[] = [];
let version = 1;
const send = async (change: { range?: ReturnType<typeof typeAnything>["range"]; text: string }): Promise<number> => {
  version++;
  const shown = published(version);
  const start = performance.now();
  const { range, text: typed } = change;
  await client.sendNotification(DidChangeTextDocumentNotification.type, {
    textDocument: { uri: URI, version },
    contentChanges: [range === undefined ? { text: typed } : { range, text: typed }],
  });
  await shown;
  return performance.now() - start;
};
for (let edit = 0; edit < EDITS; edit++) {
  const typed = typeAnything(text, random);
  times.push(await send(typed));
  await send({ text });
}
times.sort((a, b) => a - b);
const at = (share: number): string => (times[Math.floor(share * times.length)] ?? Number.NaN).toFixed(1);
console.log(`${EDITS} edits: median ${at(0.5)} ms, 95th percentile ${at(0.95)} ms, slowest ${at(0.9999)} ms`);
client.dispose();
server.dispose();
