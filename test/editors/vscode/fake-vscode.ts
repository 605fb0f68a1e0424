/** As much of VS Code as the extension's commands touch; what else it asks for is an error. */

import { createRequire } from "node:module";
import { runInNewContext } from "node:vm";

export interface FakeCode {
  /** The module that the extension gets for `vscode`. */
  readonly commands: ReadonlyMap<string, (...words: unknown[]) => unknown>;
  /** What commands of VS Code's own were asked for. */
  readonly executed: readonly (readonly unknown[])[];
  /** What was said to the person. */
  readonly said: readonly string[];
  /** The text of a made document, by its address. */
  textOf(uri: unknown): string;
  /** What was opened in an editor. */
  readonly shown: readonly unknown[];
  activate(): Promise<void>;
}

export interface FakeOptions {
  /** The text of the extension's bundle. */
  readonly code: string;
  readonly isTrusted: boolean;
  readonly settings: Readonly<Record<string, unknown>>;
  /** The open recipe, as it stands in the editor. */
  readonly path: string;
  readonly text: string;
  readonly diagnostics?: readonly unknown[];
}

/** Loads the extension into an editor that is none. */
export function loadExtension({ code, isTrusted, settings, path, text, diagnostics = [] }: FakeOptions): FakeCode {
  const commands = new Map<string, (...words: unknown[]) => unknown>();
  const executed: unknown[][] = [];
  const said: string[] = [];
  const shown: unknown[] = [];
  let provider: { provideTextDocumentContent(uri: unknown): string } | undefined;
  const nothing = { dispose() {} };
  const uri = { scheme: "file", fsPath: path, path, toString: () => `file://${path}` };
  const document = { uri, fileName: path, languageId: "apptainer-def", getText: () => text };
  const module = {
    Uri: {
      from: (parts: { scheme: string; path: string; query: string }) => ({
        ...parts,
        toString: () => JSON.stringify(parts),
      }),
    },
    EventEmitter: class {
      event = () => nothing;
      fire() {}
    },
    ViewColumn: { Beside: -2 },
    commands: {
      registerCommand: (name: string, run: () => unknown) => {
        commands.set(name, run);
        return nothing;
      },
      executeCommand: async (...words: unknown[]) => executed.push(words),
    },
    languages: { getDiagnostics: () => diagnostics, setTextDocumentLanguage: async () => {} },
    window: {
      activeTextEditor: { document, selection: { active: { line: 4, character: 6 } } },
      showWarningMessage: async (message: string) => said.push(message),
      showTextDocument: async (shownUri: unknown) => shown.push(shownUri),
    },
    workspace: {
      isTrusted,
      textDocuments: isTrusted ? [] : [document],
      getConfiguration: () => ({ get: (key: string, otherwise: unknown) => settings[key] ?? otherwise }),
      getWorkspaceFolder: () => undefined,
      openTextDocument: async (opened: unknown) => opened,
      onDidOpenTextDocument: () => nothing,
      onDidGrantWorkspaceTrust: () => nothing,
      onDidChangeConfiguration: () => nothing,
      registerTextDocumentContentProvider: (_scheme: string, given: typeof provider) => {
        provider = given;
        return nothing;
      },
    },
  };
  const require = createRequire(import.meta.url);
  const extension: { exports: { activate?: (context: unknown) => Promise<void> } } = { exports: {} };
  const load = (name: string) => (name === "vscode" ? module : require(name));
  runInNewContext(`(function (module, exports, require) {${code}\n})`, {
    process,
    Buffer,
    setTimeout,
    clearTimeout,
    setImmediate,
  })(extension, extension.exports, load);
  return {
    commands,
    executed,
    said,
    shown,
    textOf: (made) => provider?.provideTextDocumentContent(made) ?? "",
    activate: async () => extension.exports.activate?.({ subscriptions: [] }),
  };
}
