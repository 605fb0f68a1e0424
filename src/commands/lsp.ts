/** `deflint lsp`: the language server. */
import type { Io } from "../io.ts";

/** Serves one editor over standard input and output. Resolves to the exit code when the editor is done or gone. */
export async function serveEditor(io: Io): Promise<number> {
  const { serveProcess } = await import("#editor");
  return serveProcess(io);
}
