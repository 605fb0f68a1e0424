/** Has the client tell when a configuration changes on the disk. */
import { type Connection, DidChangeWatchedFilesNotification } from "vscode-languageserver";

/** Asks once; rejects where the client refuses. */
export async function watchConfigurations(connection: Connection): Promise<void> {
  await connection.client.register(DidChangeWatchedFilesNotification.type, {
    // What a configuration extends may have any name.
    watchers: [{ globPattern: "**/*.toml" }],
  });
}
