/** `deflint check --diff`: prints the mends, writes nothing. */
import { realpathSync } from "node:fs";
import { resolve } from "node:path";
import { type CheckOptions, checkFile, type FileResult } from "../../engine/run.ts";
import { countFixes } from "../../engine/summary.ts";
import { EXIT } from "../../exit-codes.ts";
import { STANDARD_INPUT } from "../../files/read.ts";
import type { Selection } from "../../fixer/select.ts";
import { type Change, renderDiffs } from "../../fixer/several-diffs.ts";
import type { Io } from "../../io.ts";
import { printable } from "../../reporters/printable.ts";
import { describeMore } from "../../reporters/text.ts";
import { addProblems } from "./fix.ts";
import type { CheckFlags } from "./flags.ts";
import { mendFile } from "./mend-file.ts";
import { reportProblems } from "./report.ts";
import { reportSkipped, splitSkipped } from "./skipped.ts";

/** Prints one diff a file. Resolves to the exit code. */
export async function showDiffs(
  paths: AsyncIterable<string>,
  troubles: readonly FileResult[],
  selection: Selection,
  optionsOf: (path: string) => CheckOptions,
  flags: CheckFlags,
  io: Io,
): Promise<number> {
  const files: FileResult[] = [...troubles];
  // Two names of one file (a link and itself) are one file to git apply, which would refuse the second diff.
  const changes = new Map<string, Change>();
  for await (const path of paths) {
    const own = optionsOf(path);
    const result = checkFile(path, own);
    const { mended, problems } = mendFile(result, selection, own);
    files.push(addProblems(result, problems));
    if (result.source === undefined || mended === undefined) continue;
    const target = findTarget(result, io.cwd);
    changes.set(target, { path: target, before: result.source.text, after: mended.source.text });
  }
  const isChanged = printChanges([...changes.values()], io);
  reportProblems(files, io);
  reportSkipped(splitSkipped(files).skipped, flags, io);
  const unsafe = countFixes(files, "unsafe");
  if (unsafe.fixes > 0 && !selection.unsafe) io.stderr.write(`deflint: ${describeMore(unsafe)}\n`);
  if (files.some(({ problems }) => problems.length > 0)) return EXIT.trouble;
  return isChanged ? EXIT.findings : EXIT.clean;
}

/** Prints one diff of all changes. Returns whether there is anything in it. */
export function printChanges(changes: readonly Change[], io: Io): boolean {
  const { diff, base } = renderDiffs(changes, realpathOf(io.cwd));
  // A pipe gets the recipe's own bytes, which a patch needs; a terminal must never obey them.
  io.stdout.write(io.stdout.columns === undefined ? diff : printable(diff.replaceAll("\r\n", "\n")));
  if (base !== realpathOf(io.cwd))
    io.stderr.write(`deflint: the names in the diff start at ${printable(base, { oneLine: true })}: apply it there\n`);
  return diff !== "";
}

/** The file that a diff has to name: git refuses to patch through a symbolic link. */
export function findTarget({ path, isStandardInput }: FileResult, cwd: string): string {
  const isNameless = isStandardInput && path === STANDARD_INPUT;
  return isNameless ? resolve(realpathOf(cwd), "stdin") : realpathOf(resolve(cwd, path));
}

function realpathOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
