/** Writes reworked recipes into their files. */
import { resolve } from "node:path";
import { type CheckOptions, checkFile, type FileResult } from "../../engine/run.ts";
import { clearLeftovers, writeMended } from "../../fixer/write.ts";
import { letSignalsWait } from "../../interruption.ts";
import type { Io } from "../../io.ts";
import { say } from "../say.ts";
import { addProblems, type Rework } from "./rework.ts";

/** Judges, reworks and writes files one after the other; between two of them an end signal is obeyed. */
export async function writeFiles(
  paths: AsyncIterable<string>,
  rework: Rework,
  optionsOf: (path: string) => CheckOptions,
  io: Io,
): Promise<FileResult[]> {
  const files: FileResult[] = [];
  // A signal in the middle of a write would leave a temporary file.
  const signals = letSignalsWait(io);
  try {
    for await (const path of paths) {
      const options = optionsOf(path);
      files.push(writeFile(checkFile(path, options), rework, options, io));
      await signals.heed();
    }
    return files;
  } finally {
    signals.release();
  }
}

/**
 * Writes one file; the text of standard input, reworked or not, goes to standard output. The result holds what remains. Never
 * throws.
 */
export function writeFile(judged: FileResult, rework: Rework, options: CheckOptions, io: Io): FileResult {
  const { result, text, after, notes = [] } = rework.of(judged, options);
  const { path, source, isStandardInput } = result;
  if (source === undefined) return result;
  if (isStandardInput) {
    // Bytes that are no text would come out as others.
    if (!source.hasInvalidUtf8) io.stdout.write(text ?? source.text);
  } else {
    const absolute = resolve(options.cwd, path);
    clearLeftovers(absolute);
    const refusal = text === undefined || text === source.text ? undefined : writeMended(absolute, source, text);
    if (refusal !== undefined)
      return addProblems(result, [{ kind: "unreadable", message: `${rework.undone}: ${refusal}` }]);
  }
  for (const note of notes) say(note, io);
  return after?.() ?? result;
}
