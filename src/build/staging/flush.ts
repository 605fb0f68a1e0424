/** Waits until what was written is on the disk: a rename that a power cut leaves must not name an image of zeros. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { lstat, open } from "node:fs/promises";
import { findProgram } from "../../files/find-program.ts";

/**
 * Flushes a file, or the file system of a directory (Node has no syncfs; `sync -f` of coreutils 8.24 and later has).
 * Where a file system or a host cannot, nothing is waited for.
 */
export async function flush(path: string, env: NodeJS.ProcessEnv): Promise<void> {
  const found = await lstat(path);
  if (found.isFile()) return flushOne(path);
  const sync = found.isDirectory() ? findProgram("sync", env.PATH) : undefined;
  if (sync === undefined) return;
  await once(spawn(sync, ["-f", "--", path], { env, stdio: "ignore", detached: true }), "exit").catch(() => undefined);
}

/** Flushes the names in a directory. */
export async function flushNames(directory: string): Promise<void> {
  await flushOne(directory);
}

async function flushOne(path: string): Promise<void> {
  const handle = await open(path, "r").catch(() => undefined);
  try {
    await handle?.sync();
  } catch (error) {
    // A network file system that reports late that the disk is full: that must be heard.
    if (["ENOSPC", "EDQUOT", "EIO"].includes((error as NodeJS.ErrnoException).code ?? "")) throw error;
  } finally {
    await handle?.close();
  }
}
