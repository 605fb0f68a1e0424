/** Where the configuration of a recipe is. */
import { lstatSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { geteuid } from "node:process";
import { existsAt, isDirectoryAt, isFileAt } from "../files/existence.ts";
import { UsageError } from "../usage-error.ts";

/** The names of a configuration, the first of two in one directory counts. */
export const FILE_NAMES = ["deflint.toml", ".deflint.toml"] as const;

/**
 * Makes the function that finds the configuration that is nearest upwards from a directory; both are absolute. It looks into each
 * directory once. A link to nothing, a pipe or a device of that name was meant as one: the function throws a UsageError.
 */
export function makeFileFinder(): (directory: string) => string | undefined {
  const found = new Map<string, string | undefined>();
  const find = (directory: string): string | undefined => {
    if (found.has(directory)) return found.get(directory);
    const own = FILE_NAMES.map((name) => join(directory, name)).find(
      (path) => existsAt(path) && !isDirectoryAt(path) && !isStrangers(path),
    );
    if (own !== undefined && !isFileAt(own))
      throw new UsageError(
        `${own} is no file that can be read: it has the name of a configuration; --isolated reads none`,
      );
    const above = dirname(directory);
    const nearest = own ?? (above === directory ? undefined : find(above));
    found.set(directory, nearest);
    return nearest;
  };
  return find;
}

/** Whether somebody else put it where everybody may, such as in /tmp: recipes of others lie below. */
function isStrangers(path: string): boolean {
  try {
    const { mode } = statSync(dirname(path));
    return (mode & SHARED) === SHARED && ![0, geteuid?.()].includes(lstatSync(path).uid);
  } catch {
    return true;
  }
}

/** The mode of a directory in which all may write, and none may remove what others wrote. */
const SHARED = 0o1002;
