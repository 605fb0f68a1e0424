/** `deflint check --fix`: writes the mends into the files. */
import { resolve } from "node:path";
import { setImmediate } from "node:timers/promises";
import { type CheckOptions, checkFile, type FileResult, makeResult, type Problem } from "../../engine/run.ts";
import type { Selection } from "../../fixer/select.ts";
import { clearLeftovers, writeMended } from "../../fixer/write.ts";
import { Interruption } from "../../interruption.ts";
import type { EndSignal, Io } from "../../io.ts";
import { mendFile } from "./mend-file.ts";

/** Judges and mends files one after the other; between two of them an end signal is obeyed. */
export async function fixFiles(
  paths: AsyncIterable<string>,
  selection: Selection,
  optionsOf: (path: string) => CheckOptions,
  io: Io,
): Promise<FileResult[]> {
  return await writeFiles(paths, io, (path) => {
    const own = optionsOf(path);
    return fixFile(checkFile(path, own), selection, own, io);
  });
}

/** Has files written one after the other; between two of them an end signal is obeyed. */
export async function writeFiles(
  paths: AsyncIterable<string>,
  io: Io,
  write: (path: string) => FileResult,
): Promise<FileResult[]> {
  const files: FileResult[] = [];
  let ended: EndSignal | undefined;
  // Without a handler a signal would kill in the middle of a write and leave a temporary file.
  const release = io.onSignal((signal) => {
    ended = signal;
  });
  try {
    for await (const path of paths) {
      files.push(write(path));
      await setImmediate();
      if (ended !== undefined) throw new Interruption(ended);
    }
    return files;
  } finally {
    release();
  }
}

/**
 * Writes the fixes of a file that was judged; the text of standard input, mended or not, goes to standard output. The result
 * holds what was fixed and what remains. Never throws.
 */
export function fixFile(result: FileResult, selection: Selection, options: CheckOptions, io: Io): FileResult {
  const { path, source, isStandardInput } = result;
  const { mended, problems } = mendFile(result, selection, options);
  if (source === undefined) return result;
  const text = mended?.source.text ?? source.text;
  if (isStandardInput) io.stdout.write(text);
  else {
    const absolute = resolve(options.cwd, path);
    clearLeftovers(absolute);
    const refusal = text === source.text ? undefined : writeMended(absolute, source, text);
    if (refusal !== undefined)
      return addProblems(result, [...problems, { kind: "unreadable", message: `not fixed: ${refusal}` }]);
  }
  if (mended === undefined) return addProblems(result, problems);
  const { applied, cured, judgement } = mended;
  const remaining = makeResult(path, mended.source, judgement, options);
  return addProblems({ ...result, ...remaining, fixed: applied, cured }, problems);
}

/** A result with more problems. */
export function addProblems(result: FileResult, problems: readonly Problem[]): FileResult {
  return problems.length === 0 ? result : { ...result, problems: [...result.problems, ...problems] };
}
