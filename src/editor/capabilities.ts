/** What the server offers, and what of it hangs on the client. */
import { type ClientCapabilities, type ServerCapabilities, TextDocumentSyncKind } from "vscode-languageserver";
import { COMPLETION_TRIGGERS } from "./completion.ts";
import { FIX_ALL } from "./fix-all.ts";
import { LEGEND } from "./semantic-tokens.ts";

/** What a client can do, as far as the server behaves otherwise for it. */
export interface Client {
  /** Whether it asks for diagnostics: it is sent none then. */
  readonly pulls: boolean;
  /** Whether it can be told to ask for them again. */
  readonly refreshes: boolean;
  /** Whether it asks for the edit of an action when a person has chosen it. */
  readonly resolvesEdits: boolean;
  /** Whether it can be asked to watch files. */
  readonly watches: boolean;
}

export function readClient({ textDocument, workspace }: ClientCapabilities): Client {
  return {
    pulls: textDocument?.diagnostic !== undefined,
    refreshes: workspace?.diagnostics?.refreshSupport === true,
    resolvesEdits: textDocument?.codeAction?.resolveSupport?.properties.includes("edit") === true,
    watches: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
  };
}

export function capabilitiesFor({ pulls, resolvesEdits }: Client): ServerCapabilities {
  return {
    textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: { includeText: false } },
    ...(pulls && {
      diagnosticProvider: { identifier: "deflint", interFileDependencies: false, workspaceDiagnostics: false },
    }),
    codeActionProvider: { codeActionKinds: ["quickfix", FIX_ALL], resolveProvider: resolvesEdits },
    hoverProvider: true,
    completionProvider: { triggerCharacters: [...COMPLETION_TRIGGERS] },
    definitionProvider: true,
    referencesProvider: true,
    documentHighlightProvider: true,
    renameProvider: { prepareProvider: true },
    documentSymbolProvider: true,
    foldingRangeProvider: true,
    documentLinkProvider: {},
    documentFormattingProvider: true,
    semanticTokensProvider: { legend: LEGEND, full: true },
  };
}
