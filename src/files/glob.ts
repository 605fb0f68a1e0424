/** The globs of deflint, wherever one is given: in `exclude`, in overrides, on the command line. */
import { basename, dirname, join, relative } from "node:path";
import ignore from "ignore";
import { expandBraces } from "./expand-braces.ts";
import { hasInnerSlash, movePattern } from "./gitignore-pattern.ts";

/** Whether a path is meant. A path that ends in a slash is that of a directory. */
export type PathTest = (absolutePath: string) => boolean;

/**
 * A test for the paths that globs mean. They are written as in .gitignore, and have braces:
 *
 * - `*` and `?` stand for any characters and for any one, but no slash; `[a-z]` and `[!a-z]` for one of those, or for
 *   one of the others; `**` between slashes for any number of directories; `{a,b}` for either; a backslash takes the
 *   meaning away from what follows. Names that begin with a dot are names like all others. Case matters.
 * - A glob without a slash before its end means that name at any depth below `directory`, and a path outside of it by
 *   its own name; every other glob is a path from `directory` on, and may begin with `./`, `../` or with the directory.
 * - What means a directory means all below it. A glob that ends in a slash means directories only.
 * - `!` before a glob takes out again what globs before it mean; the last one decides. What stands below a directory
 *   that is meant cannot be taken out.
 *
 * No globs mean nothing, and so do empty ones. Throws a UsageError for braces that stand for too many.
 * @param directory absolute
 */
export function makeGlobMatcher(globs: readonly string[], directory: string): PathTest {
  const patterns = globs.filter((glob) => glob.trim() !== "").flatMap(expandBraces);
  if (patterns.length === 0) return () => false;
  const top = findTop(patterns, directory);
  const inside = ignore({ ignoreCase: false }).add(patterns.map((pattern) => rebase(pattern, directory, top)));
  const names = ignore({ ignoreCase: false }).add(
    patterns.filter((pattern) => !hasInnerSlash(pattern)).map(escapeHash),
  );
  return (path) => {
    const slash = path.endsWith("/") ? "/" : "";
    const isBelow = isInside(path, directory);
    if (!isBelow && path !== "/" && names.ignores(basename(path) + slash)) return true;
    return (isBelow || isInside(path, top)) && inside.ignores(`${relative(top, path)}${slash}`);
  };
}

/** Whether a path stands somewhere below a directory; both are absolute. */
export function isInside(path: string, directory: string): boolean {
  const prefix = directory.endsWith("/") ? directory : `${directory}/`;
  return path.length > prefix.length && path.startsWith(prefix);
}

/** The directory of which all that globs mean stands below: as many steps up as the one with most `../` asks for. */
function findTop(patterns: readonly string[], directory: string): string {
  const steps = patterns.map((pattern) => /^!?((?:\.\.\/)*)/.exec(pattern)?.[1]?.length ?? 0);
  let top = directory;
  for (let length = Math.max(...steps); length > 0; length -= "../".length) top = dirname(top);
  return top;
}

/** A glob of a directory as a pattern of a directory above it. */
function rebase(pattern: string, directory: string, top: string): string {
  const [, negation = "", dots = "", rest = ""] = /^(!?)(\.\/|(?:\.\.\/)*)(.*)$/s.exec(pattern) ?? [];
  const prefix = relative(top, dots === "" ? directory : join(directory, dots));
  if (dots !== "") return movePattern(`${negation}/${rest}`, prefix);
  const isOwnPath = rest.startsWith(directory.endsWith("/") ? directory : `${directory}/`) && directory !== "/";
  return movePattern(escapeHash(negation + (isOwnPath ? rest.slice(directory.length) : rest)), prefix);
}

/** In a .gitignore file that is a comment. */
function escapeHash(pattern: string): string {
  return pattern.replace(/^#/, "\\#");
}
