/** What a reporter is given and gives. */
import type { Severity } from "#rules/define-rule.ts";
import type { RunResult } from "../engine/run.ts";

/** How findings are laid out for whoever reads them. */
export interface RenderOptions {
  readonly color: boolean;
  /** Width to lay the text out for; undefined where nobody looks at it in a terminal. */
  readonly columns: number | undefined;
  /** Whether codes may be links to their documentation, which not every terminal understands. */
  readonly links?: boolean;
  /** The first sentence of why a rule exists; undefined where it is not known. */
  readonly why?: (code: string) => string | undefined;
  /** Whether the findings are what a build leaves, where more is mended and other flags count. */
  readonly building?: boolean;
}

/** The same for a whole run. */
export interface ReportOptions extends RenderOptions {
  /** Absolute path that those in reports for other programs are relative to. */
  readonly cwd: string;
  /** Whether only findings are wanted, and nothing about them or about the run. */
  readonly quiet?: boolean;
  /** Whether the findings are to be counted by rule: instead of being listed, where a person reads them. */
  readonly statistics?: boolean;
  /** The least severity that fails a run: warning, unless given. */
  readonly failOn?: Severity;
  /** When the run was, for formats that have to say it. */
  readonly now?: Date;
}

/** Renders a run; pure, each line ended. */
export type Reporter = (run: RunResult, options: ReportOptions) => string;
