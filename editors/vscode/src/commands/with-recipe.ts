/** What all commands have in common: the recipe in front, a trusted workspace, and a message when something fails. */
import { type TextEditor, window, workspace } from "vscode";
import { LANGUAGE } from "../language.ts";
import { programPath } from "../program.ts";

/** The command that does something with the recipe in the active editor. */
export function withRecipe(command: (editor: TextEditor) => Promise<void>): () => Promise<void> {
  return async () => {
    const editor = window.activeTextEditor;
    if (editor?.document.languageId !== LANGUAGE) return tell("No recipe is open here.");
    if (!workspace.isTrusted) return tell("deflint is a program, and runs in trusted workspaces only.");
    try {
      await command(editor);
    } catch (error) {
      const isMissing = (error as NodeJS.ErrnoException).code === "ENOENT";
      await tell(isMissing ? `There is no ${programPath()}; the setting deflint.path names the program.` : `${error}`);
    }
  };
}

/** Says something that the person should know. */
export async function tell(message: string): Promise<void> {
  await window.showWarningMessage(message);
}
