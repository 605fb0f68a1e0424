/** Shows reworked recipes as one diff, and writes nothing. */
import { resolve } from "node:path";
import { type CheckOptions, checkFile, type FileResult } from "../../engine/run.ts";
import { countFixes } from "../../engine/summary.ts";
import { EXIT } from "../../exit-codes.ts";
import { realPathOf } from "../../files/existence.ts";
import { STANDARD_INPUT } from "../../files/read.ts";
import { type Change, renderDiffs } from "../../fixer/several-diffs.ts";
import type { Io } from "../../io.ts";
import { describeUnsafe } from "../../reporters/closing.ts";
import { printable } from "../../reporters/printable.ts";
import { say } from "../say.ts";
import type { CheckFlags } from "./flags.ts";
import { reportProblems } from "./report.ts";
import type { Rework } from "./rework.ts";
import { reportSkipped, splitSkipped } from "./skipped.ts";

/** Judges and reworks files, and prints the diff. Resolves to what was judged, and whether anything is in the diff. */
export async function showDiff(
  paths: AsyncIterable<string>,
  rework: Rework,
  optionsOf: (path: string) => CheckOptions,
  io: Io,
): Promise<{ readonly files: readonly FileResult[]; readonly isChanged: boolean }> {
  const files: FileResult[] = [];
  // Two names of one file (a link and itself) are one file to git apply, which would refuse the second diff.
  const changes = new Map<string, Change>();
  for await (const path of paths) {
    const options = optionsOf(path);
    const { result, text, notes = [] } = rework.of(checkFile(path, options), options);
    files.push(result);
    if (result.source === undefined || text === undefined) continue;
    const target = findTarget(result, io.cwd);
    changes.set(target, { path: target, before: result.source.text, after: text });
    for (const note of notes) say(note, io);
  }
  return { files, isChanged: printChanges([...changes.values()], io) };
}

/** Returns whether there is anything in the diff. */
function printChanges(changes: readonly Change[], io: Io): boolean {
  const cwd = realPathOf(io.cwd);
  const { diff, base } = renderDiffs(changes, cwd);
  // A pipe gets the recipe's own bytes, which a patch needs; a terminal must never obey them.
  io.stdout.write(io.stdout.columns === undefined ? diff : printable(diff.replaceAll("\r\n", "\n")));
  if (base !== cwd) say(`the names in the diff start at ${base}: apply it there`, io);
  return diff !== "";
}

/** The file that a diff has to name: git refuses to patch through a symbolic link. */
function findTarget({ path, isStandardInput }: FileResult, cwd: string): string {
  const isNameless = isStandardInput && path === STANDARD_INPUT;
  return isNameless ? resolve(realPathOf(cwd), "stdin") : realPathOf(resolve(cwd, path));
}

/** Says what a diff does not tell. Returns the exit code. */
export function concludeDiff(files: readonly FileResult[], isChanged: boolean, flags: CheckFlags, io: Io): number {
  reportProblems(files, io);
  reportSkipped(splitSkipped(files).skipped, flags, io);
  const unsafe = countFixes(files, "unsafe");
  if (unsafe.fixes > 0 && !flags.unsafeFixes && flags.addIgnores === undefined)
    say(describeUnsafe(unsafe, { hasOthers: isChanged }), io);
  if (files.some(({ problems }) => problems.length > 0)) return EXIT.trouble;
  return isChanged ? EXIT.findings : EXIT.clean;
}
