/** `deflint check --diff`: prints the mends, writes nothing. */
import { type CheckOptions, checkFile, type FileResult } from "../../engine/run.ts";
import { countFixes } from "../../engine/summary.ts";
import { EXIT } from "../../exit-codes.ts";
import type { Io } from "../../io.ts";
import { printable } from "../../reporters/printable.ts";
import { describeMore } from "../../reporters/text.ts";
import { diffFile } from "./fix.ts";
import type { CheckFlags } from "./flags.ts";
import { reportProblems } from "./report.ts";

/** Prints one diff a file. Resolves to the exit code. */
export async function showDiffs(
  paths: readonly string[],
  troubles: readonly FileResult[],
  flags: CheckFlags,
  optionsOf: (path: string) => CheckOptions,
  io: Io,
): Promise<number> {
  const files: FileResult[] = [...troubles];
  // Two names of one file (a link and itself) give the same diff, which git apply would refuse the second time.
  const seen = new Set<string>();
  let changed = 0;
  for (const path of paths) {
    const own = optionsOf(path);
    const { result, diff } = diffFile(checkFile(path, own), flags.unsafeFixes === true, own);
    files.push(result);
    if (diff === "" || seen.has(diff)) continue;
    seen.add(diff);
    changed++;
    // A pipe gets the recipe's own bytes, which a patch needs; a terminal must never obey them.
    io.stdout.write(io.stdout.columns === undefined ? diff : printable(diff.replaceAll("\r\n", "\n")));
  }
  reportProblems(files, io);
  const unsafe = countFixes(files, "unsafe");
  if (unsafe.fixes > 0 && !flags.unsafeFixes) io.stderr.write(`deflint: ${describeMore(unsafe)}\n`);
  if (files.some(({ problems }) => problems.length > 0)) return EXIT.trouble;
  return changed > 0 ? EXIT.findings : EXIT.clean;
}
