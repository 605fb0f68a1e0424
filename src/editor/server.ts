/** Joins the session to a connection: what a client tells, and what it is told. */
import {
  type Connection,
  DocumentDiagnosticReportKind,
  type InitializeParams,
  MessageType,
  ShowMessageNotification,
  type ShowMessageParams,
  TextDocuments,
} from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import packageJson from "../../package.json" with { type: "json" };
import type { Io } from "../io.ts";
import { mayConfigure, pathOf } from "./addresses.ts";
import { answerRequests } from "./answer-requests.ts";
import { capabilitiesFor, readClient } from "./capabilities.ts";
import { readClientOptions } from "./client-options.ts";
import { makeSession } from "./session.ts";
import { makeEditorSettings } from "./settings.ts";
import { makeSyntaxAnswers } from "./shell-syntax.ts";
import { makeEditorShellCheck } from "./shellcheck.ts";
import { watchConfigurations } from "./watch.ts";

/** What the server leaves behind it. */
export interface Served {
  /** Ends the programs that still run beside it. */
  stop(): void;
}

/** Answers a connection, which has yet to listen. */
export function serve(connection: Connection, io: Io): Served {
  const documents = new TextDocuments(TextDocument);
  let client = readClient({});
  const tell = (message: string): void => {
    const params: ShowMessageParams = { type: MessageType.Warning, message: `deflint: ${message}` };
    connection.sendNotification(ShowMessageNotification.type, params).catch(onError);
  };
  const onError = (error: unknown): void =>
    connection.console.error(error instanceof Error ? `${error.stack}` : `${error}`);
  /** Has a client that asks for diagnostics ask anew. */
  const askAgain = (): void => {
    if (client.pulls && client.refreshes) connection.languages.diagnostics.refresh().catch(onError);
  };
  const shellcheck = makeEditorShellCheck(io, tell);
  let session: ReturnType<typeof makeSession> | undefined;

  connection.onInitialize((params) => {
    client = readClient(params.capabilities);
    session = openSession(params);
    return { capabilities: capabilitiesFor(client), serverInfo: { name: "deflint", version: packageJson.version } };
  });
  connection.onInitialized(() => {
    if (client.watches) watchConfigurations(connection).catch(onError);
  });
  const openSession = (params: InitializeParams) => {
    const syntax = makeSyntaxAnswers(io.env["PATH"]);
    const settings = makeEditorSettings({
      flags: readClientOptions(params.initializationOptions),
      io: { ...io, cwd: directoryOf(params) ?? io.cwd },
      syntax,
      onProblem({ message }) {
        tell(message);
        session?.showConfigurations();
      },
    });
    return makeSession({
      settings,
      syntax,
      shellcheck,
      textOf(uri) {
        const document = documents.get(uri);
        return document && { uri, version: document.version, text: document.getText() };
      },
      openUris: () => documents.keys(),
      isPushed: () => !client.pulls,
      canTellLater: () => client.refreshes,
      onDiagnostics(uri, version, diagnostics) {
        if (client.pulls) askAgain();
        else connection.sendDiagnostics({ uri, version, diagnostics: [...diagnostics] }).catch(onError);
      },
      onError,
    });
  };

  documents.onDidChangeContent(({ document }) => session?.changed(document.uri));
  documents.onDidClose(({ document: { uri } }) => {
    session?.closed(uri);
    if (!client.pulls) connection.sendDiagnostics({ uri, diagnostics: [] }).catch(onError);
  });
  const reload = (): void => {
    session?.reload();
    askAgain();
  };
  documents.onDidSave(({ document }) => {
    if (mayConfigure(document.uri)) reload();
  });
  connection.onDidChangeWatchedFiles(({ changes }) => {
    if (changes.some(({ uri }) => mayConfigure(uri))) reload();
  });
  connection.onDidChangeConfiguration(reload);

  connection.languages.diagnostics.on(async ({ textDocument }) => ({
    kind: DocumentDiagnosticReportKind.Full,
    items: [...((await session?.diagnose(textDocument.uri)) ?? [])],
  }));
  answerRequests(
    connection,
    async (uri) => session?.recipeOf(uri),
    () => client.resolvesEdits,
  );
  documents.listen(connection);
  return { stop: () => shellcheck.stop() };
}

/** The directory that the client has open; undefined where it has none. */
function directoryOf({ workspaceFolders, rootUri }: InitializeParams): string | undefined {
  const uri = workspaceFolders?.[0]?.uri ?? rootUri;
  return uri ? pathOf(uri) : undefined;
}
