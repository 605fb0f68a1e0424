/** Shows reworked recipes as one diff, and writes nothing. */
import { realpathSync } from "node:fs";
import { resolve } from "node:path";
import { type CheckOptions, checkFile, type FileResult } from "../../engine/run.ts";
import { STANDARD_INPUT } from "../../files/read.ts";
import { type Change, renderDiffs } from "../../fixer/several-diffs.ts";
import type { Io } from "../../io.ts";
import { printable } from "../../reporters/printable.ts";
import { say } from "./report.ts";
import type { Rework } from "./rework.ts";

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
  const { diff, base } = renderDiffs(changes, realpathOf(io.cwd));
  // A pipe gets the recipe's own bytes, which a patch needs; a terminal must never obey them.
  io.stdout.write(io.stdout.columns === undefined ? diff : printable(diff.replaceAll("\r\n", "\n")));
  if (base !== realpathOf(io.cwd)) say(`the names in the diff start at ${base}: apply it there`, io);
  return diff !== "";
}

/** The file that a diff has to name: git refuses to patch through a symbolic link. */
function findTarget({ path, isStandardInput }: FileResult, cwd: string): string {
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
