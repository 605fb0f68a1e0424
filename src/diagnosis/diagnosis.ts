/** What is known of a build from its log. */
import type { BuildMode } from "#rules/define-rule.ts";
import type { CauseName } from "./causes/names.ts";
import type { Phase } from "./phases.ts";

/** What can be done about a cause, in this log's mode. */
export interface Cure {
  /** Where it is applied: on the command line, in the environment, in the recipe, by the administrator, on the host. */
  readonly kind: "flag" | "environment" | "recipe" | "administrator" | "host" | "none";
  /** One or two sentences a user can act on. */
  readonly advice: string;
  /** For `apptainer build`, ready to be given. */
  readonly flags?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Code of the deflint rule whose fix is meant. */
  readonly rule?: string;
  /** Unified diff of that fix. */
  readonly diff?: string;
}

/** A line of the log. */
export interface Evidence {
  /** 1-based. */
  readonly line: number;
  readonly text: string;
}

export interface Cause {
  readonly cause: CauseName;
  /** 1-based line of the recipe; null without a recipe, or where no line is certain. */
  readonly line: number | null;
  readonly evidence: Evidence;
  readonly cure: Cure;
}

/** What ran the build, as far as the log says. */
export interface LoggedEngine {
  readonly kind: "apptainer" | "singularity-ce" | "singularity";
  readonly version: string | undefined;
}

/** 1-based lines of the recipe between which the failing command stands. */
export interface LineRange {
  readonly first: number;
  readonly last: number;
}

export interface Diagnosis {
  /** `cut`: the log ends before the build does. */
  readonly outcome: "failed" | "complete" | "cut";
  /** The phase that failed, or the last one that the log shows. */
  readonly phase: Phase | undefined;
  /** Undefined where the log fits several. */
  readonly mode: BuildMode | undefined;
  readonly engine: LoggedEngine | undefined;
  /** What the failing command ended with; undefined where the log does not say. */
  readonly exitStatus: number | undefined;
  /** Root cause first; empty for a complete build, and for a cut log that shows none. */
  readonly causes: readonly Cause[];
  /** Where the trace ended, when that is no single line. */
  readonly range: LineRange | undefined;
  /** The lines before the end that matter most, as they stand in the log, without colours. */
  readonly lastLines: readonly string[];
}
