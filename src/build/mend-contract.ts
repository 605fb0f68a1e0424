/** What `deflint build` asks of the linter and the fixer, so that building knows neither. */
import type { SourceText } from "#grammar/source.ts";
import type { Finding, Target } from "#rules/define-rule.ts";
import type { ConfigurationFlags } from "../config/configurations.ts";
import type { RecipeConfiguration } from "../config/configure-recipe.ts";
import type { Diagnosis } from "../diagnosis/diagnosis.ts";
import type { RuleChoice } from "../engine/choice.ts";
import type { Output } from "../io.ts";

/** How a recipe is to be mended. */
export interface MendOptions {
  /** Whether fixes that may change the privileged build's meaning are applied too. */
  readonly unsafe: boolean;
  /** Values of `{{ }}` references, from `--build-arg` and `--build-arg-file`. */
  readonly buildArguments: ReadonlyMap<string, string>;
  /** Which rules are asked, and which of their fixes may be applied. */
  readonly choice: RuleChoice;
}

/** A mended recipe, and the facts that a build needs of it. */
export interface Mended {
  /** The whole recipe after the mend; the text of the source where nothing was mended. */
  readonly text: string;
  /** Whether `text` differs from the source. */
  readonly changed: boolean;
  /** Unified diff from the source to `text`; empty where nothing was mended. */
  readonly diff: string;
  /** What remains after the mend. */
  readonly findings: readonly Finding[];
  readonly applied: readonly { readonly code: string; readonly count: number }[];
  /** Those of `findings` that mean Apptainer would refuse the recipe; any of them stops the build before it starts. */
  readonly refused: readonly Finding[];
  /** Whether what remains deletes files of the host's /tmp: %post then gets a /tmp of its own in any case. */
  readonly deletesHostTmp: boolean;
}

/** Lints and mends one recipe for one target. Never throws for any text. */
export type Mend = (source: SourceText, path: string, target: Target, options: MendOptions) => Mended;

/** The parts of deflint that a build needs and does not own; handed in by whoever wires the command line. */
export interface BuildServices {
  readonly mend: Mend;
  /** What the owners of the recipe at `path` have configured. Rejects with a UsageError for a configuration that is wrong. */
  configure(path: string, flags: ConfigurationFlags): Promise<RecipeConfiguration>;
  /** Findings as a person reads them on `output`, each line ended; positions are those of `source`. */
  renderFindings(findings: readonly Finding[], source: SourceText, path: string, output: Output): string;
  /** Replaces the recipe at `path` by `text` (`--fix`); rejects with an Error whose message is one clear line. */
  writeRecipe(path: string, source: SourceText, text: string): Promise<void>;
  /**
   * Why a build failed, by its log and the recipe that was built, with the mends that deflint knows as diffs of `path`;
   * and its owners allow; undefined where the log cannot be read.
   */
  diagnose(
    log: string,
    built: SourceText | undefined,
    path: string,
    choice: RuleChoice,
  ): Promise<Diagnosis | undefined>;
}
