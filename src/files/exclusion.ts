/** What `exclude` of the configuration and of the command line leave out. All paths are absolute, without links. */
import { dirname } from "node:path";
import { isInside, makeGlobMatcher, type PathTest } from "./glob.ts";

/** Globs, and the directory that they start from. */
export interface Exclude {
  readonly directory: string;
  /** The same array has the same directory. */
  readonly globs: readonly string[];
}

/** Finds what holds for the names in a directory. May reject with a UsageError. */
export type ExcludeFinder = (directory: string) => Promise<readonly Exclude[]>;

/** Answers for the files and directories in one directory; the path of a directory ends in a slash. */
export type ExclusionTest = PathTest;

/** Answers whether files and directories are excluded. Rejects with a UsageError for globs that cannot be followed. */
export interface Exclusion {
  /** Whether a path is excluded, or a directory that it stands in: each by what holds where it stands. */
  isExcluded(path: string): Promise<boolean>;
  /**
   * Makes the tests of a search below `root`, one for each directory. What excludes the root itself does not count: it
   * was asked for by name.
   */
  searchFrom(root: string): (directory: string) => Promise<ExclusionTest>;
}

/** Makes the answers; globs are read once. */
export function makeExclusion(find: ExcludeFinder): Exclusion {
  const tests = new Map<readonly string[], PathTest>();
  const testOf = ({ globs, directory }: Exclude): PathTest => {
    const test = tests.get(globs) ?? makeGlobMatcher(globs, directory);
    tests.set(globs, test);
    return test;
  };
  const directories = new Map<string, Promise<boolean>>();
  const isInExcluded = (directory: string): Promise<boolean> => {
    const known = directories.get(directory) ?? askAbove(directory);
    directories.set(directory, known);
    return known;
  };
  const askAbove = async (directory: string): Promise<boolean> => {
    const parent = dirname(directory);
    if (parent === directory) return false;
    // A name means the directories above the globs' own no more than those beside it.
    const excludes = (await find(parent)).filter((exclude) => isInside(directory, exclude.directory));
    return excludes.some((exclude) => testOf(exclude)(`${directory}/`)) || (await isInExcluded(parent));
  };
  return {
    async isExcluded(path) {
      const directory = dirname(path);
      return (await find(directory)).some((exclude) => testOf(exclude)(path)) || (await isInExcluded(directory));
    },
    searchFrom(root) {
      const counted = new Map<readonly string[], boolean>();
      const counts = (exclude: Exclude): boolean => {
        const known = counted.get(exclude.globs) ?? !testOf(exclude)(`${root}/`);
        counted.set(exclude.globs, known);
        return known;
      };
      return async (directory) => {
        const wanted = (await find(directory)).filter(counts).map(testOf);
        return (path) => wanted.some((test) => test(path));
      };
    },
  };
}
