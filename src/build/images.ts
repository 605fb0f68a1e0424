/** Tells images, sandboxes, definition files and other things apart, for the two names on the command line. */
import { open, readdir, stat } from "node:fs/promises";
import { resolve } from "node:path";
import { isSif } from "../files/magic.ts";

/** `unknown-file`: a regular file that is no image, as a definition file is. */
export type Thing =
  | "missing"
  | "sif"
  | "squashfs"
  | "ext3"
  | "sandbox"
  | "empty-file"
  | "empty-directory"
  | "directory"
  | "unknown-file"
  | "special";

/** Looks at what is at a path. Rejects with the system's error when it cannot be looked at. */
export async function lookAt(path: string): Promise<Thing> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT" || error.code === "ENOTDIR") return undefined;
    throw error;
  });
  if (found === undefined) return "missing";
  if (found.isDirectory()) {
    const names = await readdir(path);
    if (names.length === 0) return "empty-directory";
    return names.includes(".singularity.d") ? "sandbox" : "directory";
  }
  if (!found.isFile()) return "special";
  if (found.size === 0) return "empty-file";
  const file = await open(path, "r");
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(2048), 0, 2048, 0);
    return kindOfImage(buffer.subarray(0, bytesRead)) ?? "unknown-file";
  } finally {
    await file.close();
  }
}

/** The launch line that images of Singularity 2 and SIF begin with. */
const LAUNCH = "#!/usr/bin/env run-singularity\n";

/** Source: Apptainer pkg/image: sif.go, squashfs.go, ext3.go and sandbox.go. */
function kindOfImage(head: Buffer): Thing | undefined {
  if (isSif(head)) return "sif";
  const start = head.toString("latin1", 0, LAUNCH.length) === LAUNCH ? LAUNCH.length : 0;
  if (head.toString("latin1", start, start + 4) === "hsqs") return "squashfs";
  // The superblock lies 1024 bytes in, its magic number 56 further.
  if (head.length >= start + 1082 && head.readUInt16LE(start + 1080) === 0xef53) return "ext3";
  return undefined;
}

/** Whether a name on the command line is a source that Apptainer fetches: docker://, library://, docker-daemon:... */
export function isUri(name: string): boolean {
  return /^[a-z][a-z0-9+-]*:/.test(name);
}

/**
 * Why a build must not write to `image`, in one sentence, or undefined. deflint is stricter than `apptainer build --force`,
 * which would replace any file: a text file or a full directory at that name is nearly always a slip.
 */
export async function objectionTo(image: string, cwd: string): Promise<string | undefined> {
  switch (await lookAt(resolve(cwd, image))) {
    case "unknown-file":
      return `${image} exists and is no image, so it is not overwritten, with --force neither: move it away or give another name`;
    case "directory":
      return `${image} is a directory with files in it and no sandbox (it has no .singularity.d), so it is not replaced, with --force neither`;
    case "special":
      return `${image} is neither a file nor a directory`;
    default:
      return undefined;
  }
}
