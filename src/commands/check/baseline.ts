/** `--baseline`, `--write-baseline` and `--prune`: only findings that were not known count. */
import { type Baseline, keysOf, leaveOut, listFindings } from "../../engine/baseline.ts";
import type { CheckOptions, FileResult } from "../../engine/run.ts";
import { STANDARD_INPUT } from "../../files/read.ts";
import type { Io } from "../../io.ts";
import { count } from "../../reporters/count.ts";
import { say } from "../say.ts";
import { readBaseline, writeBaseline } from "./baseline-file.ts";
import { nameFrom } from "./baseline-names.ts";
import type { CheckFlags } from "./flags.ts";
import { isJudged, makeOverCheck } from "./is-over.ts";

/** What a baseline leaves of a run. */
export interface Remainder {
  readonly files: readonly FileResult[];
  /** Entries of the baseline that are found no more, and that stay in it. */
  readonly stale: number;
}

export interface OpenBaseline {
  /** A file's result without its known findings. */
  readonly leaveKnownOut: (file: FileResult) => FileResult;
  /**
   * Leaves the known findings out of the results, writes the baseline where that is asked for, and says on standard error what
   * became of it. Throws a UsageError where the file cannot be written.
   * @param optionsOf what a recipe was judged by, by its path as given
   */
  readonly settle: (files: readonly FileResult[], optionsOf: (path: string) => CheckOptions) => Remainder;
}

/**
 * Opens the baseline that the flags name.
 * @param given the paths of the command line
 * @throws UsageError for a file that is no baseline
 */
export function openBaseline(flags: CheckFlags, given: readonly string[], io: Io): OpenBaseline {
  const { baseline: name, writeBaseline: list } = flags;
  if (list !== undefined) {
    return {
      leaveKnownOut: (file) => file,
      settle(files, optionsOf) {
        const modes = files.filter(isJudged).map((file) => optionsOf(pathOf(file)).target.mode);
        return listAll(list, modes, files, flags, io);
      },
    };
  }
  if (name === undefined) return { leaveKnownOut: (file) => file, settle: (files) => ({ files, stale: 0 }) };
  const baseline = readBaseline(name, io.cwd);
  const known = new Set(baseline.findings.map(({ key }) => key));
  const nameOf = nameFrom(name, io.cwd);
  const keysIn = (file: FileResult) => keysOf(file, nameOf(file.path));
  const leaveKnownOut = (file: FileResult) => leaveOut(file, known, keysIn(file));
  return {
    leaveKnownOut,
    settle(files, optionsOf) {
      const found = new Set(files.flatMap((file) => [...keysIn(file).values()]));
      const isOver = makeOverCheck({
        baseline: name,
        modes: baseline.modes,
        cwd: io.cwd,
        given,
        files,
        optionsOf: (file) => optionsOf(pathOf(file)),
      });
      const kept = baseline.findings.filter((entry) => found.has(entry.key) || !isOver(entry));
      return {
        files: files.map(leaveKnownOut),
        stale: concludeStale(name, baseline.findings.length - kept.length, { ...baseline, findings: kept }, flags, io),
      };
    },
  };
}

function pathOf({ path, isStandardInput }: FileResult): string {
  return isStandardInput ? STANDARD_INPUT : path;
}

function listAll(
  list: string,
  modes: Baseline["modes"],
  files: readonly FileResult[],
  { quiet }: CheckFlags,
  io: Io,
): Remainder {
  const nameOf = nameFrom(list, io.cwd);
  const findings = files.flatMap((file) => listFindings(file, nameOf(file.path)));
  writeBaseline(list, io.cwd, { modes, findings });
  const them = findings.length === 1 ? "it" : "them";
  if (!quiet) say(`${list} lists ${count(findings.length, "finding")}; --baseline ${list} leaves ${them} out`, io);
  const listed = new Set(findings.map(({ key }) => key));
  return { files: files.map((file) => leaveOut(file, listed, keysOf(file, nameOf(file.path)))), stale: 0 };
}

/** Drops stale entries or tells of them. The number of those that stay. */
function concludeStale(baseline: string, stale: number, kept: Baseline, { prune, quiet }: CheckFlags, io: Io): number {
  if (stale === 0) return 0;
  const phrase = count(stale, "entry", "entries");
  if (prune) {
    writeBaseline(baseline, io.cwd, kept);
    if (!quiet) say(`${phrase} dropped from ${baseline}`, io);
    return 0;
  }
  const [are, them] = stale === 1 ? ["is", "it"] : ["are", "them"];
  say(`${phrase} of ${baseline} ${are} found no more; --prune drops ${them}`, io);
  return stale;
}
