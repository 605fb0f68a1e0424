/** Judges files one after the other: path to result, whatever state the file is in. */
import { resolve } from "node:path";
import type { SourceText } from "#grammar/source.ts";
import type { Finding, Fix, Target } from "#rules/define-rule.ts";
import type { Document } from "#rules/document.ts";
import { type ReadOutcome, readRecipe, STANDARD_INPUT } from "../files/read.ts";
import { recognizeOther } from "../files/recognize-other.ts";
import { buildDirectoriesOf, makeSourceCheck } from "../files/source-check.ts";
import { type Judgement, judge, type LintOptions } from "./lint.ts";

/** Something that kept deflint from its work on one path. */
export interface Problem {
  /** `config`: a wrong configuration. `internal`: a bug of deflint. */
  readonly kind: "unreadable" | "not-text" | "config" | "internal";
  /** The end of a sentence that starts with the path. */
  readonly message: string;
}

/** What became of one path. */
export interface FileResult {
  /** As given or found, for standard input as `--stdin-filename` says; not made safe to print. */
  readonly path: string;
  readonly isStandardInput?: true;
  /** Why it was not judged, as the end of a sentence that starts with the path: it is no definition file. */
  readonly skipped?: string;
  /** The text that `findings` points into; undefined where there is none to read. */
  readonly source: SourceText | undefined;
  /** All that is said of that text; undefined where it could not be judged. */
  readonly judgement?: Judgement;
  /** Those to show: without hygiene findings, unless they were asked for. */
  readonly findings: readonly Finding[];
  /** How many hygiene findings there are, shown or not. */
  readonly hygiene: number;
  /** How many findings comments of the recipe leave out. */
  readonly suppressed: number;
  /** How many findings a baseline leaves out. */
  readonly known: number;
  readonly problems: readonly Problem[];
  /** Fixes that were written into the file. */
  readonly fixed: readonly { readonly code: string; readonly name: string; readonly fix: Fix }[];
  /** How many findings had one of these fixes. */
  readonly cured: number;
}

/** What became of all of them. */
export interface RunResult {
  readonly target: Target;
  /** All but those that were skipped. */
  readonly files: readonly FileResult[];
  /** Files that are no definition files, and why, as the end of a sentence that starts with the path. */
  readonly skipped?: readonly { readonly path: string; readonly reason: string }[];
  /** Whether hygiene findings are among those shown. */
  readonly hygieneShown: boolean;
  /** How many entries of the baseline are found no more, and stay in it. */
  readonly stale?: number;
}

/** How files are found and judged. */
export interface CheckOptions extends LintOptions {
  /** Absolute path that relative ones are resolved against. */
  readonly cwd: string;
  /** Whether hygiene findings are shown. */
  readonly hygiene: boolean;
  /** The name of what is read for `-`; that itself unless given. */
  readonly inputName?: string;
  /** What was read for `-`; it is read when its turn comes unless given. */
  readonly input?: ReadOutcome;
}

/** The options for one file, whose target knows which of the files that it copies are there. */
export function optionsFor(path: string, options: CheckOptions): CheckOptions {
  let check: Target["sources"];
  // Few recipes copy anything, and the way to a repository's top is looked for on the disk.
  const sources: Target["sources"] = (name) => {
    check ??= makeSourceCheck(buildDirectoriesOf(path, options.cwd));
    return check(name);
  };
  return { ...options, target: { ...options.target, sources } };
}

/**
 * Reads and judges one file. Never throws.
 * @param ahead the file as it was read under the same options, where it was
 */
export function checkFile(path: string, options: CheckOptions, ahead?: Document): FileResult {
  if (ahead !== undefined) return judgeOutcome(path, ahead, options, ahead);
  if (path !== STANDARD_INPUT) return judgeOutcome(path, readRecipe(resolve(options.cwd, path)), options);
  return {
    ...judgeOutcome(options.inputName ?? path, options.input ?? readRecipe(path), options),
    isStandardInput: true,
  };
}

function judgeOutcome(path: string, outcome: ReadOutcome, options: CheckOptions, ahead?: Document): FileResult {
  if ("problem" in outcome) return describeTrouble(path, outcome.problem);
  const { source } = outcome;
  const skipped = recognizeOther(source.text);
  if (skipped !== undefined) return { ...describeNothing(path, source), skipped };
  try {
    return makeResult(path, source, judge(source, options, ahead), options);
  } catch (error) {
    return describeTrouble(path, describeInternalError(error), source);
  }
}

/** The result of a file whose findings are known. */
export function makeResult(
  path: string,
  source: SourceText,
  judgement: Judgement,
  { hygiene }: Pick<CheckOptions, "hygiene">,
): FileResult {
  const { findings, suppressed } = judgement;
  return {
    path,
    source,
    judgement,
    findings: hygiene ? findings : findings.filter((finding) => !finding.hygiene),
    hygiene: findings.filter((finding) => finding.hygiene).length,
    suppressed,
    known: 0,
    problems: [],
    fixed: [],
    cured: 0,
  };
}

/** The result of a path that could not be judged. */
export function describeTrouble(path: string, problem: Problem, source?: SourceText): FileResult {
  return { ...describeNothing(path, source), problems: [problem] };
}

function describeNothing(path: string, source: SourceText | undefined): FileResult {
  return { path, source, findings: [], hygiene: 0, suppressed: 0, known: 0, problems: [], fixed: [], cured: 0 };
}

/** The problem that an unexpected error amounts to. */
export function describeInternalError(error: unknown): Problem {
  const message = error instanceof Error ? error.message : String(error);
  return { kind: "internal", message: `could not be judged, which is a bug of deflint: ${message}` };
}
