/** Which directory Apptainer will unpack into. */
import { settingOf } from "./engine-settings.ts";
import type { Question } from "./obstacle.ts";

/** That directory. */
export interface Temporary {
  readonly path: string;
  /** Where it comes from, as a person knows it. */
  readonly source: string;
}

/** What the plan sets, else the first of: flag, variable of the engine, $TMPDIR, /tmp. */
export function temporaryOf(question: Question): Temporary {
  const { engineTmp, parent } = question.prepared.space;
  const planned = engineTmp === undefined ? undefined : "path" in engineTmp ? engineTmp.path : parent;
  if (planned !== undefined) return { path: planned, source: planned };
  const given = settingOf("tmpdir", question);
  if (given !== undefined) return { path: given, source: `${question.prepared.prefix}_TMPDIR or --tmpdir` };
  const { TMPDIR } = question.io.env;
  return TMPDIR ? { path: TMPDIR, source: "$TMPDIR" } : { path: "/tmp", source: "/tmp" };
}
