/** The file that --report names. */
import { constants } from "node:fs";
import { access, realpath, stat, writeFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { describeFileError } from "../../files/file-error.ts";
import { writeAtomically } from "../../files/write-atomically.ts";
import type { Io } from "../../io.ts";
import { UsageError } from "../../usage-error.ts";

/** Standard output in place of a file. */
export const STANDARD_OUTPUT = "-";

/** Makes sure, before a build that takes an hour, that its report can be written. Rejects with a UsageError of one clear line. */
export async function checkReportFile(file: string, cwd: string): Promise<void> {
  if (file === STANDARD_OUTPUT) return;
  try {
    const path = resolve(cwd, file);
    const standing = await stat(path).catch(() => undefined);
    if (file === "" || standing?.isDirectory())
      throw Object.assign(new Error(), { code: file === "" ? "ENOENT" : "EISDIR" });
    // With the slash it has to be a directory.
    await access(standing === undefined || standing.isFile() ? `${dirname(path)}/` : path, constants.W_OK);
  } catch (error) {
    throw new UsageError(`--report ${file}: cannot be written: ${describeFileError(error)}`);
  }
}

/** Writes it whole or not at all, but for pipes and devices, which are written to. Rejects with an Error of one clear line. */
export async function writeReportFile(file: string, report: string, io: Pick<Io, "cwd" | "stdout">): Promise<void> {
  if (file === STANDARD_OUTPUT) return io.stdout.write(report);
  try {
    const path = resolve(io.cwd, file);
    const standing = await stat(path).catch(() => undefined);
    if (standing === undefined) writeAtomically(path, Buffer.from(report));
    else if (standing.isFile()) {
      const target = await realpath(path);
      writeAtomically(target, Buffer.from(report), { like: target });
    } else await writeFile(path, report);
  } catch (error) {
    throw new Error(`--report ${file}: cannot be written: ${describeFileError(error)}`);
  }
}
