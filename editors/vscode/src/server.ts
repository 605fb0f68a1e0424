/** `deflint lsp`, started in trusted workspaces only: it is a program. */
import { window, workspace } from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import { LANGUAGE } from "./language.ts";
import { programPath } from "./program.ts";

let client: LanguageClient | undefined;
/** Starts and stops wait for each other. */
let turn: Promise<void> = Promise.resolve();

const inTurn = (action: () => Promise<void>): Promise<void> => {
  turn = turn.then(action, action);
  return turn;
};

export const server = {
  start: (): Promise<void> => inTurn(start),
  stop: (): Promise<void> => inTurn(stop),
  restart: (): Promise<void> =>
    inTurn(async () => {
      await stop();
      await start();
    }),
};

async function start(): Promise<void> {
  const settings = workspace.getConfiguration("deflint");
  if (client !== undefined || !workspace.isTrusted || !settings.get("enable", true)) return;
  // Most windows hold no recipe: the client is evaluated where it is needed.
  const { LanguageClient } = await import("vscode-languageclient/node");
  const mode = settings.get("mode", "");
  const started = new LanguageClient(
    "deflint",
    "deflint",
    { command: programPath(), args: ["lsp"] },
    {
      // Not what deflint or git shows beside it.
      documentSelector: ["file", "untitled"].map((scheme) => ({ scheme, language: LANGUAGE })),
      initializationOptions: {
        ...(mode !== "" && { mode }),
        hygiene: settings.get("hygiene", false),
        shellcheck: settings.get("shellcheck", true),
      },
    },
  );
  try {
    await started.start();
    client = started;
  } catch (error) {
    void window.showWarningMessage(
      `deflint: ${programPath()} lsp could not be started (${error instanceof Error ? error.message : error}). ` +
        "The setting deflint.path names the program.",
    );
  }
}

async function stop(): Promise<void> {
  const stopped = client;
  client = undefined;
  await stopped?.stop();
}
