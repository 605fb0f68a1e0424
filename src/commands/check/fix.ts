/** What `deflint check` does to a file under `--fix` and `--diff`. */
import { lstatSync, realpathSync } from "node:fs";
import { relative, resolve } from "node:path";
import { setImmediate } from "node:timers/promises";
import { type SourceText, sourceFromText } from "#grammar/source.ts";
import type { Finding } from "#rules/define-rule.ts";
import fixDropped, { describeDroppedFix } from "#rules/deflint/fix-dropped.ts";
import { comparePlaces } from "../../engine/causes.ts";
import { type Judgement, judge, lint } from "../../engine/lint.ts";
import {
  type CheckOptions,
  checkFile,
  describeInternalError,
  type FileResult,
  makeResult,
  type Problem,
} from "../../engine/run.ts";
import { STANDARD_INPUT } from "../../files/read.ts";
import { type Converged, converge } from "../../fixer/converge.ts";
import { renderDiff } from "../../fixer/diff.ts";
import { guard } from "../../fixer/guard.ts";
import { selectFixes } from "../../fixer/select.ts";
import { writeMended } from "../../fixer/write.ts";
import { Interruption } from "../../interruption.ts";
import type { EndSignal, Io } from "../../io.ts";
import type { CheckFlags } from "./flags.ts";

/** Judges and mends files one after the other; between two of them an end signal is obeyed. */
export async function fixFiles(
  paths: readonly string[],
  flags: CheckFlags,
  optionsOf: (path: string) => CheckOptions,
  io: Io,
): Promise<FileResult[]> {
  const files: FileResult[] = [];
  let ended: EndSignal | undefined;
  // Without a handler a signal would kill in the middle of a write and leave a temporary file.
  const release = io.onSignal((signal) => {
    ended = signal;
  });
  try {
    for (const path of paths) {
      const own = optionsOf(path);
      files.push(fixFile(checkFile(path, own), flags.unsafeFixes === true, own, io));
      await setImmediate();
      if (ended !== undefined) throw new Interruption(ended);
    }
    return files;
  } finally {
    release();
  }
}

/** Writes the fixes of a file that was judged. The result holds what was fixed and what remains. Never throws. */
export function fixFile(result: FileResult, unsafe: boolean, options: CheckOptions, io: Io): FileResult {
  const { path, source } = result;
  const { converged, problems } = mendResult(result, unsafe, options);
  if (source === undefined || converged === undefined) {
    if (path === STANDARD_INPUT && source !== undefined) io.stdout.write(source.text);
    return addProblems(result, problems);
  }
  const changed = converged.text !== source.text;
  if (path === STANDARD_INPUT) io.stdout.write(converged.text);
  else if (changed) {
    const refusal = writeMended(resolve(options.cwd, path), source, converged.text);
    if (refusal !== undefined)
      return addProblems(result, [...problems, { kind: "unreadable", message: `not fixed: ${refusal}` }]);
  }
  const mendedSource = changed ? sourceFromText(converged.text) : source;
  const mended = makeResult(path, mendedSource, describeMended(converged, mendedSource, options), options);
  return addProblems({ ...mended, fixed: converged.applied, cured: converged.cured }, problems);
}

/** The diff that would mend a file that was judged; empty where there is nothing to mend. Never throws. */
export function diffFile(
  result: FileResult,
  unsafe: boolean,
  options: CheckOptions,
): { result: FileResult; diff: string } {
  const { converged, problems } = mendResult(result, unsafe, options);
  const diff =
    result.source === undefined || converged === undefined
      ? ""
      : renderDiff(nameInDiff(result.path, options.cwd), result.source.text, converged.text);
  return { result: addProblems(result, problems), diff };
}

interface MendOutcome {
  readonly converged: Converged | undefined;
  readonly problems: readonly Problem[];
}

function mendResult({ source, findings, problems }: FileResult, unsafe: boolean, options: CheckOptions): MendOutcome {
  const selection = { unsafe, hygiene: options.hygiene };
  if (source === undefined || problems.length > 0) return { converged: undefined, problems: [] };
  if (source.hasInvalidUtf8) {
    const wanted = selectFixes(findings, selection).length > 0;
    return {
      converged: undefined,
      problems: wanted ? [{ kind: "not-text", message: "not fixed: it is not valid UTF-8" }] : [],
    };
  }
  try {
    const converged = converge(source.text, {
      lint: (text) => lint(sourceFromText(text), options),
      guard,
      selection,
    });
    return { converged, problems: describeQuarrel(converged) };
  } catch (error) {
    return { converged: undefined, problems: [describeInternalError(error)] };
  }
}

/** What is said of a mended text, with the fixes that were left out at the findings that they belong to. */
function describeMended(converged: Converged, source: SourceText, options: CheckOptions): Judgement {
  const { findings, suppressed } = judge(source, options);
  const dropped = converged.broken.map(({ code, title, reason }): Finding => {
    const cause = findings.find((finding) => finding.code === code && finding.fix?.title === title);
    const { meta } = fixDropped;
    return {
      ...meta,
      source: "deflint",
      hygiene: false,
      message: describeDroppedFix(title, reason),
      range: cause?.range ?? { start: 0, end: Math.min(1, source.text.length) },
      related: [],
      fix: undefined,
    };
  });
  return { findings: [...findings, ...dropped].sort(comparePlaces), suppressed };
}

/** Rules whose fixes undo each other: a bug, which no single place in the recipe stands for. */
function describeQuarrel({ unsettled }: Converged): Problem[] {
  if (unsettled.length === 0) return [];
  const message = `the fixes of ${unsettled.join(", ")} do not come to rest; this is a bug of these rules, please report it`;
  return [{ kind: "internal", message }];
}

function addProblems(result: FileResult, problems: readonly Problem[]): FileResult {
  return problems.length === 0 ? result : { ...result, problems: [...result.problems, ...problems] };
}

/** The path that a diff names, relative to the working directory: git refuses to patch through a symbolic link. */
function nameInDiff(path: string, cwd: string): string {
  if (path === STANDARD_INPUT) return "stdin";
  const absolute = resolve(cwd, path);
  return relative(cwd, lstatSync(absolute).isSymbolicLink() ? realpathSync(absolute) : absolute);
}
