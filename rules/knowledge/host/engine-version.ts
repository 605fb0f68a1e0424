/** Versions of Apptainer. */
import type { Target } from "../../define-rule.ts";

/** Whether a target is known to be an Apptainer from before a version, "1.5" or "1.5.3". */
export function isOlderThan({ engine, engineVersion }: Target, since: string | undefined): boolean {
  if (engine !== "apptainer" || engineVersion === undefined || since === undefined) return false;
  const [have = [], need = []] = [engineVersion, since].map((version) => version.split(/[.-]/).map(Number));
  for (const [at, wanted] of need.entries()) {
    const own = have[at];
    if (own !== wanted) return own !== undefined && own < wanted;
  }
  return false;
}
