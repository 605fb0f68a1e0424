/** Runs deflint itself, for what no server is asked. */
import { spawn } from "node:child_process";
import { dirname } from "node:path";
import { type TextDocument, workspace } from "vscode";

/** What a run of deflint has written. */
export interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The program that the person has set; no workspace can. */
export function programPath(): string {
  return workspace.getConfiguration("deflint").get("path", "") || "deflint";
}

/** What of the settings is a flag of `deflint check`. */
export function checkFlags(document: TextDocument): string[] {
  const settings = workspace.getConfiguration("deflint", document);
  const mode = settings.get("mode", "");
  return [
    ...(mode === "" ? [] : ["--mode", mode]),
    ...(settings.get("hygiene", false) ? ["--hygiene"] : []),
    ...(settings.get("shellcheck", true) ? [] : ["--no-shellcheck"]),
  ];
}

/** Runs deflint on the text of a document as it stands in the editor. Rejects where the program cannot be started. */
export function runDeflint(document: TextDocument, words: readonly string[]): Promise<Outcome> {
  const folder = workspace.getWorkspaceFolder(document.uri)?.uri.fsPath;
  const cwd = folder ?? (document.uri.scheme === "file" ? dirname(document.uri.fsPath) : undefined);
  return new Promise((resolve, reject) => {
    const child = spawn(programPath(), words, { env: { ...process.env, NO_COLOR: "1" }, ...(cwd && { cwd }) });
    let [stdout, stderr] = ["", ""];
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
    });
    // A program that ends without reading is told by its status.
    child.stdin.on("error", () => {});
    child.on("error", reject);
    child.on("close", (status) => resolve({ status, stdout, stderr }));
    child.stdin.end(document.getText());
  });
}
