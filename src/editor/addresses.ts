/** What the addresses of open documents mean. */
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { FILE_NAMES } from "../config/find-file.ts";

/** The absolute path of a file's address; undefined for what is in no file of this host. */
export function pathOf(uri: string): string | undefined {
  try {
    return uri.startsWith("file:") ? fileURLToPath(uri) : undefined;
  } catch {
    return undefined;
  }
}

/** Whether an address is that of a configuration. */
export function isConfiguration(uri: string): boolean {
  const name = basename(pathOf(uri) ?? uri);
  return FILE_NAMES.some((known) => known === name);
}

/** Whether an address is that of a file which a configuration may be or extend. */
export function mayConfigure(uri: string): boolean {
  return uri.endsWith(".toml");
}
