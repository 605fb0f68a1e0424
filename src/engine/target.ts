/** What recipes are judged for where nothing but the mode is known. */
import type { BuildMode, Target } from "#rules/define-rule.ts";
import { TODAY } from "#rules/knowledge/today.ts";

/** The target of a mode. Ends of life are judged against the age of the tables, so that a result does not change by itself. */
export function makeTarget(mode: BuildMode): Target {
  return { engine: mode === "proot" ? "singularity-ce" : "apptainer", mode, today: TODAY };
}
