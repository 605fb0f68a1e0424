/** Looks at a directory that a build will write to. */
import { stat } from "node:fs/promises";
import { type Place, probePlace, readMounts } from "../host/places.ts";
import { within } from "../host/programs.ts";

/** What is at a path; `silent`: it does not answer, or not in time. */
export type Directory =
  | { readonly state: "missing" | "no-directory" | "silent" }
  | { readonly state: "there"; readonly place: Place };

/** Bytes of a block: with less nothing can be written. With 48 KiB of room in its temporary directory Apptainer made a sandbox. */
const BLOCK = 4096;

/** Never rejects, and answers within seconds. */
export async function lookAtDirectory(path: string): Promise<Directory> {
  const found = await within(
    stat(path).catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT" || error.code === "ENOTDIR") return null;
      throw error;
    }),
  );
  if (found === null) return { state: "missing" };
  if (found === undefined) return { state: "silent" };
  if (!found.isDirectory()) return { state: "no-directory" };
  const place = await probePlace(path, await readMounts("/proc"));
  return place === undefined ? { state: "silent" } : { state: "there", place };
}

/** Whether nothing can be written any more; some file systems tell no sizes at all. */
export function isFull({ totalBytes, freeBytes }: Place): boolean {
  return totalBytes > 0 && freeBytes < BLOCK;
}
