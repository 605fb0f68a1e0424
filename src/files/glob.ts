/** The globs of deflint, wherever one is given: in `exclude`, in overrides, on the command line. */
import { expandBraces } from "./expand-braces.ts";
import { type IgnorePattern, isMeant, readIgnorePattern } from "./ignore-patterns.ts";

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
  const own = namesIn(directory);
  const patterns = globs.flatMap(expandBraces).flatMap((glob) => readGlob(glob, directory, own.length) ?? []);
  if (patterns.length === 0) return () => false;
  const top = Math.min(...patterns.map(({ depth }) => depth));
  const anywhere = patterns.filter(({ isPath }) => !isPath);
  const rooted = patterns.map(({ test, depth, ...pattern }) => ({
    ...pattern,
    depth,
    test: (names: readonly string[]) => names.length > depth && test(names, depth),
  }));
  return (path) => {
    const names = namesIn(path);
    const isDirectory = path.endsWith("/");
    const parting = own.findIndex((name, index) => name !== names[index]);
    const isBelow = parting === -1 && names.length > own.length;
    if (!isBelow && names.length > 0 && isMeant(anywhere, names, 0, isDirectory)) return true;
    const reaching = parting === -1 ? rooted : rooted.filter(({ depth }) => depth <= parting);
    for (let length = top + 1; length <= names.length; length++) {
      if (isMeant(reaching, names.slice(0, length), 0, isDirectory || length < names.length)) return true;
    }
    return false;
  };
}

/** Whether a path stands somewhere below a directory; both are absolute. */
export function isInside(path: string, directory: string): boolean {
  const prefix = directory.endsWith("/") ? directory : `${directory}/`;
  return path.length > prefix.length && path.startsWith(prefix);
}

/** A glob, and how many names the path of the directory has that it starts from. */
interface Glob extends IgnorePattern {
  readonly depth: number;
}

function readGlob(glob: string, directory: string, ownDepth: number): Glob | undefined {
  const [, negation = "", dots = "", rest = ""] = /^(!?)(\.\/|(?:\.\.\/)*)(.*)$/s.exec(glob) ?? [];
  const isOwnPath = dots === "" && directory !== "/" && rest.startsWith(`${directory}/`);
  const path = isOwnPath ? rest.slice(directory.length) : `${dots === "" ? "" : "/"}${rest}`;
  const steps = dots.startsWith("..") ? dots.length / "../".length : 0;
  const pattern = readIgnorePattern(negation + path);
  return pattern && { ...pattern, depth: Math.max(ownDepth - steps, 0) };
}

function namesIn(path: string): string[] {
  return path.split("/").filter((name) => name !== "");
}
