/** Shows what Apptainer's own parser makes of the recipe. */
import { basename } from "node:path";
import { type TextEditor, ViewColumn, window } from "vscode";
import { documents } from "../documents.ts";
import { runDeflint } from "../program.ts";
import { tell } from "./with-recipe.ts";

export async function showReading({ document }: TextEditor): Promise<void> {
  const { stdout, stderr } = await runDeflint(document, ["parse", "--format", "json", "-"]);
  if (stdout === "") return tell(stderr.trim() || "deflint failed.");
  const reading = documents.hold(`reading ${document.uri}`, `${basename(document.uri.path)}.reading.json`, stdout);
  await window.showTextDocument(reading, { viewColumn: ViewColumn.Beside, preview: true, preserveFocus: true });
}
