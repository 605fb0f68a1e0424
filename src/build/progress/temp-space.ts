/** How much of the temporary space a build takes. */
import { stat, statfs } from "node:fs/promises";
import { within } from "../../host/programs.ts";

/** A file system by its device number, and the bytes that are free on it. */
export interface FileSystem {
  readonly device: number;
  readonly freeBytes: number;
}

/**
 * Starts to measure: each call of the function that comes back says how many bytes less are free by now on the file
 * systems of `directories`, each counted once. Whoever else writes there counts too; so does what was deleted but is
 * still open. A directory that is missing or does not answer counts as none.
 */
export async function followTempSpace(
  directories: readonly string[],
  probe: (path: string) => Promise<FileSystem | undefined> = probeFileSystem,
): Promise<() => Promise<number>> {
  const start = new Map<number, { readonly path: string; readonly freeBytes: number }>();
  for (const path of directories) {
    const found = await probe(path);
    if (found !== undefined && !start.has(found.device)) start.set(found.device, { path, freeBytes: found.freeBytes });
  }
  return async () => {
    const taken = await Promise.all(
      [...start.values()].map(async ({ path, freeBytes }) => freeBytes - ((await probe(path))?.freeBytes ?? freeBytes)),
    );
    return taken.reduce((sum, bytes) => sum + Math.max(0, bytes), 0);
  };
}

async function probeFileSystem(path: string): Promise<FileSystem | undefined> {
  const [entry, found] = await Promise.all([within(stat(path)), within(statfs(path))]);
  return entry && found && { device: entry.dev, freeBytes: found.bfree * found.bsize };
}
