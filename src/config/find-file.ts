/** Where the configuration of a recipe is. */
import { statSync } from "node:fs";
import { dirname, join } from "node:path";

/** The names of a configuration, the first of two in one directory counts. */
export const FILE_NAMES = ["deflint.toml", ".deflint.toml"] as const;

/**
 * Makes the function that finds the configuration that is nearest upwards from a directory; both are absolute. It looks into each
 * directory once.
 */
export function makeFileFinder(): (directory: string) => string | undefined {
  const found = new Map<string, string | undefined>();
  const find = (directory: string): string | undefined => {
    if (found.has(directory)) return found.get(directory);
    const own = FILE_NAMES.map((name) => join(directory, name)).find(isFile);
    const above = dirname(directory);
    const nearest = own ?? (above === directory ? undefined : find(above));
    found.set(directory, nearest);
    return nearest;
  };
  return find;
}

function isFile(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
  } catch {
    return false;
  }
}
