/** Shows the recipe beside what `deflint --fix` would make of it. */
import { basename } from "node:path";
import { commands, languages, type TextEditor, workspace } from "vscode";
import { documents } from "../documents.ts";
import { LANGUAGE } from "../language.ts";
import { checkFlags, runDeflint } from "../program.ts";
import { tell } from "./with-recipe.ts";

/** Exit codes of `deflint check` with which it has written a text. */
const WROTE = [0, 1];

export async function previewMend({ document }: TextEditor): Promise<void> {
  const name = document.uri.scheme === "file" ? document.uri.fsPath : `${basename(document.uri.path)}.def`;
  const words = ["check", "--fix", "--quiet", ...checkFlags(document), "--stdin-filename", name, "-"];
  const { status, stdout, stderr } = await runDeflint(document, words);
  if (status === null || !WROTE.includes(status)) return tell(stderr.trim() || "deflint failed.");
  if (stdout === document.getText()) return tell("There is nothing that a safe fix would change.");
  const title = `${basename(document.uri.path)}: now and mended`;
  const mended = documents.hold(`mended ${document.uri}`, `${basename(document.uri.path)}.mended`, stdout);
  await languages.setTextDocumentLanguage(await workspace.openTextDocument(mended), LANGUAGE);
  await commands.executeCommand("vscode.diff", document.uri, mended, title);
}
