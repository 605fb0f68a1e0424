/** Where the result of a check goes. */
import type { FileResult, RunResult } from "../../engine/run.ts";
import type { Io } from "../../io.ts";
import { wantsColor } from "../../reporters/color.ts";
import { reporters } from "../../reporters/index.ts";
import { printable } from "../../reporters/printable.ts";
import type { CheckFlags } from "./flags.ts";

/**
 * Prints a run in the formats asked for.
 * @param stdoutTaken whether standard output is the mended recipe's: the report then goes to standard error
 */
export async function reportRun(run: RunResult, flags: CheckFlags, io: Io, stdoutTaken: boolean): Promise<void> {
  reportProblems(run.files, io);
  const output = stdoutTaken ? io.stderr : io.stdout;
  const hasFindings = run.files.some(({ findings }) => findings.length > 0);
  for (const { format } of flags.format ?? [{ format: "text" as const }]) {
    const why = format === "text" && hasFindings ? await loadReasons() : undefined;
    const color = wantsColor(flags.color, output, io.env);
    output.write(reporters[format](run, { color, columns: output.columns, ...(why && { why }) }));
  }
}

async function loadReasons(): Promise<(code: string) => string | undefined> {
  const { docs, firstSentence } = await import("../../docs/index.ts");
  const reasons = new Map(docs.map(({ code, why }) => [code, firstSentence(why)]));
  return (code) => reasons.get(code);
}

/** Says on standard error what kept deflint from its work. */
export function reportProblems(files: readonly FileResult[], io: Io): void {
  for (const { path, problems } of files) {
    for (const { message } of problems)
      io.stderr.write(`deflint: ${printable(`${path}: ${message}`, { oneLine: true })}\n`);
  }
}
