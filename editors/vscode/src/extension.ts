/** The extension's beginning: recognises recipes, starts the server, and registers the commands. */
import { commands, type ExtensionContext, type TextDocument, workspace } from "vscode";
import { explain } from "./commands/explain.ts";
import { fixAll } from "./commands/fix-all.ts";
import { previewMend } from "./commands/preview-mend.ts";
import { showReading } from "./commands/show-reading.ts";
import { withRecipe } from "./commands/with-recipe.ts";
import { documents } from "./documents.ts";
import { LANGUAGE } from "./language.ts";
import { recognise } from "./recognise.ts";
import { server } from "./server.ts";

/** Called by VS Code when the first text or recipe is opened. */
export async function activate({ subscriptions }: ExtensionContext): Promise<void> {
  subscriptions.push(
    documents.register(),
    workspace.onDidOpenTextDocument(welcome),
    workspace.onDidGrantWorkspaceTrust(welcomeAll),
    workspace.onDidChangeConfiguration(async (change) => {
      if (!change.affectsConfiguration("deflint")) return;
      await server.stop();
      await welcomeAll();
    }),
    commands.registerCommand("deflint.fixAll", withRecipe(fixAll)),
    commands.registerCommand("deflint.previewMend", withRecipe(previewMend)),
    commands.registerCommand("deflint.explain", withRecipe(explain)),
    commands.registerCommand("deflint.showReading", withRecipe(showReading)),
    commands.registerCommand("deflint.restart", () => server.restart()),
  );
  await welcomeAll();
}

/** The server starts with the first recipe. */
async function welcome(document: TextDocument): Promise<void> {
  if (document.languageId === LANGUAGE) await server.start();
  else await recognise(document);
}

async function welcomeAll(): Promise<void> {
  await Promise.all(workspace.textDocuments.map(welcome));
}

/** Called by VS Code at its end. */
export async function deactivate(): Promise<void> {
  await server.stop();
}
