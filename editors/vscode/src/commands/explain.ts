/** Shows what `deflint explain` says of the rule whose finding is at the cursor. */
import { commands, type Diagnostic, languages, type TextEditor } from "vscode";
import { documents } from "../documents.ts";
import { runDeflint } from "../program.ts";
import { tell } from "./with-recipe.ts";

export async function explain({ document, selection }: TextEditor): Promise<void> {
  const own = languages.getDiagnostics(document.uri).filter(({ source }) => source === "deflint");
  const here =
    own.find(({ range }) => range.contains(selection.active)) ??
    own.find(({ range }) => range.start.line <= selection.active.line && selection.active.line <= range.end.line);
  const code = here && codeOf(here);
  if (code === undefined) return tell("deflint has found nothing at the cursor.");
  const { status, stdout, stderr } = await runDeflint(document, ["explain", "--format", "markdown", code]);
  if (status !== 0) return tell(stderr.trim() || "deflint failed.");
  await commands.executeCommand("markdown.showPreviewToSide", documents.hold("rule", `${code}.md`, stdout));
}

function codeOf({ code }: Diagnostic): string | undefined {
  const value = typeof code === "object" ? code.value : code;
  return value === undefined ? undefined : String(value);
}
