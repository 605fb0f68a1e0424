/** A client in the same process as the server, over a pair of streams. */
import { PassThrough } from "node:stream";
import { pathToFileURL } from "node:url";
import { onTestFinished } from "vitest";
import { type ClientCapabilities, createConnection, type Diagnostic, type TextEdit } from "vscode-languageserver";
import {
  createProtocolConnection,
  DidChangeTextDocumentNotification,
  DidOpenTextDocumentNotification,
  ExitNotification,
  InitializedNotification,
  InitializeRequest,
  type InitializeResult,
  type ProtocolConnection,
  PublishDiagnosticsNotification,
  ShowMessageNotification,
  ShutdownRequest,
} from "vscode-languageserver/node";
import { TextDocument } from "vscode-languageserver-textdocument";
import { serve } from "../../src/editor/server.ts";
import { makeFakeIo } from "../fake-io.ts";

export interface Published {
  readonly uri: string;
  readonly version?: number;
  readonly diagnostics: readonly Diagnostic[];
}

export interface TestClient {
  readonly connection: ProtocolConnection;
  readonly answer: InitializeResult;
  /** All that was published, in order. */
  readonly published: readonly Published[];
  /** The texts of messages that a person was shown. */
  readonly messages: readonly string[];
  /** Resolves to what `answers` says. */
  readonly asked: Promise<unknown>;
  open(uri: string, text: string): Promise<void>;
  /** Sends the change and keeps the text. */
  change(uri: string, version: number, changes: readonly { range?: TextEdit["range"]; text: string }[]): Promise<void>;
  /** Resolves to the first thing published of a document that `isIt` takes; what was published before counts too. */
  awaitPublished(uri: string, isIt?: (published: Published) => boolean): Promise<Published>;
}

export interface ClientSettings {
  readonly capabilities?: ClientCapabilities;
  readonly env?: Readonly<Record<string, string>>;
  readonly options?: unknown;
  /** The directory that the client has open. */
  readonly root?: string;
  /** Registers an answer to something that the server asks, and says what it was. */
  readonly answers?: (connection: ProtocolConnection, done: (asked: unknown) => void) => void;
}

/** A client that has introduced itself. The server has no programs but those of `env`. */
export async function startClient({
  capabilities = {},
  env = {},
  options,
  root,
  answers,
}: ClientSettings = {}): Promise<TestClient> {
  const [toServer, toClient] = [new PassThrough(), new PassThrough()];
  const watchDog = { shutdownReceived: false, initialize: () => {}, exit: () => {} };
  const server = createConnection((logger) => createProtocolConnection(toServer, toClient, logger), watchDog);
  const served = serve(server, makeFakeIo(root ?? "/nonexistent", { env }));
  server.listen();
  const connection = createProtocolConnection(toClient, toServer);
  const published: Published[] = [];
  const messages: string[] = [];
  const waiting = new Set<() => void>();
  connection.onNotification(PublishDiagnosticsNotification.type, (params) => {
    published.push(params as Published);
    for (const look of [...waiting]) look();
  });
  connection.onNotification(ShowMessageNotification.type, ({ message }) => void messages.push(message));
  const asked = new Promise<unknown>((resolve) => answers?.(connection, resolve));
  connection.listen();
  const answer = await connection.sendRequest(InitializeRequest.type, {
    processId: null,
    rootUri: root === undefined ? null : pathToFileURL(root).href,
    capabilities,
    initializationOptions: options,
  });
  await connection.sendNotification(InitializedNotification.type, {});
  onTestFinished(async () => {
    await connection.sendRequest(ShutdownRequest.type);
    await connection.sendNotification(ExitNotification.type);
    served.stop();
    connection.dispose();
    server.dispose();
  });
  return {
    connection,
    answer,
    published,
    messages,
    asked,
    open: (uri, text) =>
      connection.sendNotification(DidOpenTextDocumentNotification.type, {
        textDocument: { uri, languageId: "apptainer-def", version: 1, text },
      }),
    change: (uri, version, changes) =>
      connection.sendNotification(DidChangeTextDocumentNotification.type, {
        textDocument: { uri, version },
        contentChanges: changes.map(({ range, text }) => (range === undefined ? { text } : { range, text })),
      }),
    awaitPublished: (uri, isIt = () => true) =>
      new Promise((resolve) => {
        const look = (): void => {
          const found = published.find((one) => one.uri === uri && isIt(one));
          if (found === undefined) return;
          waiting.delete(look);
          resolve(found);
        };
        waiting.add(look);
        look();
      }),
  };
}

/** A text with edits of LSP in it. */
export function applyTextEdits(text: string, edits: readonly TextEdit[]): string {
  return TextDocument.applyEdits(TextDocument.create("", "", 0, text), [...edits]);
}
