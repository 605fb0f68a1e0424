/** Applies all safe fixes, by the server's own code action. */
import { commands } from "vscode";

export async function fixAll(): Promise<void> {
  await commands.executeCommand("editor.action.sourceAction", { kind: "source.fixAll.deflint", apply: "first" });
}
