/** How big a built image is. */
import { lstat, readdir, stat } from "node:fs/promises";
import { join } from "node:path";

/** A sandbox with more files is not measured to the end: on a network file system each costs a question. */
const MOST_ENTRIES = 200_000;

/** Bytes of a block as stat(2) counts them. */
const BLOCK = 512;

/** The disk space of an image. */
export interface ImageSize {
  readonly bytes: number;
  /** False where a sandbox was too big, or not readable, to be measured whole: `bytes` is the least that it takes. */
  readonly isWhole: boolean;
}

/**
 * The length of an image file; for a sandbox the blocks of all files in it, as `du` counts, a file with several names once.
 * Follows no links inside. Undefined where there is nothing.
 */
export async function measureImage(path: string, most = MOST_ENTRIES): Promise<ImageSize | undefined> {
  const image = await stat(path).catch(() => undefined);
  if (image === undefined) return undefined;
  if (!image.isDirectory()) return { bytes: image.size, isWhole: true };
  const linked = new Set<number>();
  const directories = [path];
  let bytes = image.blocks * BLOCK;
  let left = most;
  let isWhole = true;
  for (let directory = directories.pop(); directory !== undefined; directory = directories.pop()) {
    const names = await namesIn(directory);
    left -= names?.length ?? 0;
    if (left < 0) return { bytes, isWhole: false };
    if (names === undefined) isWhole = false;
    const paths = (names ?? []).map((name) => join(directory as string, name));
    const entries = await Promise.all(paths.map((entry) => lstat(entry).catch(() => undefined)));
    for (const [at, entry] of entries.entries()) {
      if (entry === undefined || linked.has(entry.ino)) continue;
      if (entry.isDirectory()) directories.push(paths[at] ?? "");
      else if (entry.nlink > 1) linked.add(entry.ino);
      bytes += entry.blocks * BLOCK;
    }
  }
  return { bytes, isWhole };
}

function namesIn(directory: string): Promise<string[] | undefined> {
  return readdir(directory).catch(() => undefined);
}
