/** Where a repository of git begins. */
import { dirname, join } from "node:path";
import { existsAt } from "./existence.ts";

/**
 * The directories from one up to the top of the repository that it stands in, the top last; undefined outside of
 * repositories. Absolute paths. Never throws.
 */
export function wayToRepository(directory: string): readonly string[] | undefined {
  const way = [directory];
  for (let at = directory; !existsAt(join(at, ".git")); at = dirname(at)) {
    if (dirname(at) === at) return undefined;
    way.push(dirname(at));
  }
  return way;
}
