/** The flags of check, as the command line spells them. */
import type { Severity } from "#rules/define-rule.ts";
import type { OutputChoice } from "../../reporters/formats.ts";
import type { TargetFlags } from "../target.ts";

export interface CheckFlags extends TargetFlags {
  readonly fix?: boolean;
  readonly diff?: boolean;
  readonly unsafeFixes?: boolean;
  /** Codes and names of rules: only their fixes are applied. */
  readonly fixOnly?: readonly string[];
  readonly exitNonZeroOnFix?: boolean;
  /** The reason that is written; empty for none. */
  readonly addIgnores?: string;

  /** Text on standard output unless given. */
  readonly format?: readonly OutputChoice[];
  /** Takes what the format without a file of its own prints. */
  readonly outputFile?: string;
  readonly hygiene?: boolean;
  readonly quiet?: boolean;
  readonly statistics?: boolean;
  readonly color?: boolean;

  /** The least severity that fails a run. */
  readonly failOn?: Severity;
  readonly maxWarnings?: number;
  readonly baseline?: string;
  readonly writeBaseline?: string;
  readonly prune?: boolean;

  readonly buildArg?: readonly string[];
  readonly buildArgFile?: string;
  readonly select?: readonly string[];
  readonly ignore?: readonly string[];
  readonly config?: string;
  readonly isolated?: boolean;
  readonly printConfig?: boolean;

  readonly stdinFilename?: string;
  readonly exclude?: readonly string[];
  readonly forceExclude?: boolean;
  /** False for --no-gitignore. */
  readonly gitignore?: boolean;

  /** A path for --shellcheck PATH, false for --no-shellcheck; true, the default, for the one on PATH. */
  readonly shellcheck?: string | boolean;
}
