/** The language server over the standard streams: a bundle of its own, which nothing but `deflint lsp` loads. */
import { createConnection } from "vscode-languageserver";
import { createProtocolConnection } from "vscode-languageserver/node";
import type { Io } from "../io.ts";
import { serve } from "./server.ts";

/** Milliseconds between looks at whether the client is still there. */
const WATCH = 3000;

/** Serves until the client says exit, or is gone. Resolves to the exit code that the protocol asks for. */
export function serveProcess(io: Io): Promise<number> {
  const { stdin, stdout } = process;
  return new Promise((resolve) => {
    const timers: NodeJS.Timeout[] = [];
    const watchDog = {
      shutdownReceived: false,
      initialize({ processId }: { readonly processId: number | null }): void {
        if (processId === null) return;
        timers.push(setInterval(() => isAlive(processId) || end(watchDog.shutdownReceived ? 0 : 1), WATCH).unref());
      },
      exit: (code: number) => end(code),
    };
    const connection = createConnection((logger) => createProtocolConnection(stdin, stdout, logger), watchDog);
    const { stop } = serve(connection, io);
    const end = (code: number): void => {
      for (const timer of timers) clearInterval(timer);
      stop();
      connection.dispose();
      stdin.destroy();
      resolve(code);
    };
    const endOfInput = (): void => end(watchDog.shutdownReceived ? 0 : 1);
    stdin.once("end", endOfInput).once("close", endOfInput);
    connection.listen();
  });
}

function isAlive(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
