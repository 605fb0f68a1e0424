/** Clears away what killed builds of the same image left beside it. */
import { join } from "node:path";
import { replace } from "./replace.ts";
import { siblingAt, siblingPrefix } from "./sibling.ts";
import { clearStale } from "./stale.ts";
import { type BuildTarget, standingAt } from "./target.ts";

/**
 * Removes them, but puts an image back first that was set aside when the power went. Returns what the person should
 * know, one sentence each. Never rejects.
 */
export function clearSiblings(target: BuildTarget, remove: (path: string) => Promise<boolean>): Promise<string[]> {
  const siblingOf = (directory: string) => siblingAt(directory, target);
  return clearStale({
    parent: target.directory,
    prefix: siblingPrefix(target),
    purpose: target.name,
    markOf: (directory) => siblingOf(directory).mark,
    remove,
    async rescue(directory) {
      const { old } = siblingOf(directory);
      const isLost = (await standingAt(target.path)) === "nothing" && (await standingAt(old)) !== "nothing";
      if (!isLost) return undefined;
      await replace(old, target.path, join(directory, "rescued"));
      return `a build that was killed had set ${target.written} aside; it is back in its place`;
    },
  });
}
