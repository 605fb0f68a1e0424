/** How a baseline names files. */
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { realPathOf } from "../../files/existence.ts";
import { STANDARD_INPUT } from "../../files/read.ts";

/**
 * Names files by their paths from the directory of the list, with slashes: in every checkout the same, whatever links led there.
 * @param list the path of the list; all paths are absolute or relative to `cwd`
 */
export function nameFrom(list: string, cwd: string): (path: string) => string {
  const base = directoryOf(list, cwd);
  const known = new Map<string, string>();
  return (path) => {
    if (path === STANDARD_INPUT) return path;
    const directory = dirname(resolve(cwd, path));
    const real = known.get(directory) ?? realPathOf(directory);
    known.set(directory, real);
    return relative(base, join(real, basename(path))).replaceAll(sep, "/");
  };
}

/** The directory that the names in a list start at: that of the file itself, which is also where it is written. */
export function directoryOf(list: string, cwd: string): string {
  const path = resolve(cwd, list);
  const real = realPathOf(path);
  return real === path ? realPathOf(dirname(path)) : dirname(real);
}
