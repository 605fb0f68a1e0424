/** Prints and writes the result of a check. */
import { resolve } from "node:path";
import type { FileResult, RunResult } from "../../engine/run.ts";
import type { Io } from "../../io.ts";
import { chooseColumns, wantsColor } from "../../reporters/color.ts";
import { wantsHyperlinks } from "../../reporters/hyperlinks.ts";
import { reporters } from "../../reporters/index.ts";
import type { ReportOptions } from "../../reporters/reporter.ts";
import { say } from "../say.ts";
import type { CheckFlags } from "./flags.ts";
import type { ReportOutput } from "./outputs.ts";
import { reportSkipped } from "./skipped.ts";

/**
 * Makes each report, one that cannot be written aside: standard error says why.
 * @param stdoutTaken whether standard output is the mended recipe's: the report then goes to standard error
 * @returns whether all were written
 */
export async function reportRun(
  run: RunResult,
  outputs: readonly ReportOutput[],
  flags: CheckFlags,
  io: Io,
  stdoutTaken: boolean,
): Promise<boolean> {
  reportProblems(run.files, io);
  if (!outputs.some(saysWhatIsSkipped)) reportSkipped(run.skipped, flags, io);
  // What fails a run is shown.
  const shown = flags.quiet && flags.failOn !== "info" ? withoutInfos(run) : run;
  const stream = stdoutTaken ? io.stderr : io.stdout;
  let complete = true;
  for (const { format, file } of outputs) {
    const render = await reporters[format]();
    const why = format === "text" && !flags.statistics && hasFindings(shown) ? await loadReasons() : undefined;
    const options: ReportOptions = {
      // A file is no terminal, whatever FORCE_COLOR says of those.
      color: file === undefined ? wantsColor(flags.color, stream, io.env) : flags.color === true,
      columns: file === undefined ? chooseColumns(stream, io.env) : undefined,
      links: file === undefined && wantsHyperlinks(flags.color, stream, io.env),
      cwd: io.cwd,
      now: new Date(),
      ...(flags.quiet && { quiet: true }),
      ...(flags.statistics && { statistics: true }),
      ...(flags.failOn && { failOn: flags.failOn }),
      ...(why && { why }),
    };
    const text = render(shown, options);
    if (file === undefined) stream.write(text);
    else if (!(await writeFile(file, text, io))) complete = false;
  }
  return complete;
}

async function writeFile(file: string, text: string, io: Io): Promise<boolean> {
  const { writeReport } = await import("../../files/write-report.ts");
  const refusal = writeReport(resolve(io.cwd, file), text);
  if (refusal === undefined) return true;
  say(`${file}: the report could not be written: ${refusal}`, io);
  return false;
}

/** Whether a person sees the closing lines. */
function saysWhatIsSkipped({ format, file }: ReportOutput): boolean {
  return file === undefined && (format === "text" || format === "concise");
}

function withoutInfos(run: RunResult): RunResult {
  const files = run.files.map((file) => ({
    ...file,
    findings: file.findings.filter(({ severity }) => severity !== "info"),
  }));
  return { ...run, files };
}

function hasFindings({ files }: RunResult): boolean {
  return files.some(({ findings }) => findings.length > 0);
}

async function loadReasons(): Promise<(code: string) => string | undefined> {
  const { docs, firstSentence } = await import("../../docs/index.ts");
  const reasons = new Map(docs.map(({ code, why }) => [code, firstSentence(why)]));
  return (code) => reasons.get(code);
}

/** Says on standard error what kept deflint from its work. */
export function reportProblems(files: readonly FileResult[], io: Io): void {
  for (const { path, problems } of files) for (const { message } of problems) say(`${path}: ${message}`, io);
}
