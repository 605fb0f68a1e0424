/** Where a program is. */
import { accessSync, constants, statSync } from "node:fs";
import { delimiter, isAbsolute, join } from "node:path";

/**
 * The first executable file of that name on PATH. Entries that are empty or relative are passed over:
 * they would let a cloned repository decide what runs.
 */
export function findProgram(name: string, path: string | undefined): string | undefined {
  for (const directory of (path ?? "").split(delimiter)) {
    if (!isAbsolute(directory)) continue;
    const candidate = join(directory, name);
    try {
      accessSync(candidate, constants.X_OK);
      if (statSync(candidate).isFile()) return candidate;
    } catch {
      // Not there: the next directory may have it.
    }
  }
  return undefined;
}
