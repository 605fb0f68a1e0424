/** Versions of Apptainer. */
import type { Target } from "../define-rule.ts";

/** Whether a target is known to be an Apptainer from before a version. */
export function isOlderThan({ engine, engineVersion }: Target, since: string | undefined): boolean {
  if (engine !== "apptainer" || engineVersion === undefined || since === undefined) return false;
  const [have, need] = [engineVersion, since].map((version) => version.split(/[.-]/).map(Number));
  const [major = 0, minor = 0] = have ?? [];
  const [needMajor = 0, needMinor = 0] = need ?? [];
  return major < needMajor || (major === needMajor && minor < needMinor);
}
