/** Files that were found or named, and are no definition files. */
import type { FileResult, RunResult } from "../../engine/run.ts";
import type { Io } from "../../io.ts";
import { describeSkipped } from "../../reporters/closing.ts";
import { say } from "../say.ts";
import type { CheckFlags } from "./flags.ts";

/** Tells what was judged from what was skipped. */
export function splitSkipped(results: readonly FileResult[]): Required<Pick<RunResult, "files" | "skipped">> {
  return {
    files: results.filter(({ skipped }) => skipped === undefined),
    skipped: results.flatMap(({ path, skipped: reason }) => (reason === undefined ? [] : { path, reason })),
  };
}

/** Says on standard error which files were skipped, without --quiet. It fails nothing: hooks pass names. */
export function reportSkipped(skipped: RunResult["skipped"] = [], { quiet }: Pick<CheckFlags, "quiet">, io: Io): void {
  if (quiet) return;
  for (const line of describeSkipped({ skipped })) say(line, io);
}
