/** Turns the paths of a command line into the recipes to check. */
import { basename, dirname, join, resolve } from "node:path";
import { UsageError } from "../usage-error.ts";
import type { Exclusion } from "./exclusion.ts";
import { existsAt, isDirectoryAt, realPathOf } from "./existence.ts";
import { STANDARD_INPUT } from "./read.ts";
import { RECIPE_NAMES } from "./recipe-names.ts";
import type { Found } from "./search.ts";

/** What is looked for, and where. */
export interface DiscoveryOptions {
  /** Absolute path that relative ones are resolved against. */
  readonly cwd: string;
  /** Loads what is excluded, once something has to be known of that; nothing is unless given. */
  readonly loadExclusion?: () => Promise<Exclusion>;
  /** Whether what is excluded is left out where it is named, too. */
  readonly forceExclude?: boolean;
  /** Whether searches take what git ignores. */
  readonly takeIgnored?: boolean;
}

/** What a search found, and where it could not look. */
export interface Discovery {
  /** As a person would write them, each once, in the order given; those found in a directory are sorted. */
  readonly paths: readonly string[];
  /** Places where nothing was found, each with the end of a sentence that starts with the path. */
  readonly problems: readonly { readonly path: string; readonly message: string }[];
}

const NO_RECIPE = `holds no definition file (${RECIPE_NAMES.shown})`;

/**
 * Finds the recipes that `given` names: files as they are, whatever they are called; directories and globs searched;
 * `-` as it is. Rejects with a UsageError for a glob that cannot be followed, and for an empty path: it would mean the
 * working directory, of which nobody thought.
 */
export async function discoverRecipes(given: readonly string[], options: DiscoveryOptions): Promise<Discovery> {
  if (given.includes("")) throw new UsageError("a path is empty: it may come from a variable that is not set");
  const paths = new Map<string, string>();
  const problems: { path: string; message: string }[] = [];
  for (const path of given) {
    if (options.forceExclude && (await isExcluded(path, options))) continue;
    const found = await searchPath(path, options);
    for (const file of found?.paths ?? [path]) {
      const key = file === STANDARD_INPUT ? file : resolve(options.cwd, file);
      if (!paths.has(key)) paths.set(key, file);
    }
    problems.push(...(found?.failures ?? []));
  }
  return { paths: [...paths.values()], problems };
}

/** Whether a path is excluded, or a directory above it. Rejects with a UsageError for a glob that cannot be followed. */
export async function isExcluded(path: string, { cwd, loadExclusion }: DiscoveryOptions): Promise<boolean> {
  if (loadExclusion === undefined || path === STANDARD_INPUT) return false;
  const absolute = resolve(cwd, path);
  const real = join(realPathOf(dirname(absolute)), basename(absolute));
  return (await loadExclusion()).isExcluded(isDirectoryAt(absolute) ? `${real}/` : real);
}

/** What a directory or a glob holds; undefined for what is neither. */
async function searchPath(path: string, options: DiscoveryOptions): Promise<Found | undefined> {
  if (path === STANDARD_INPUT) return undefined;
  const absolute = resolve(options.cwd, path);
  const isDirectory = isDirectoryAt(absolute);
  // Most paths are those of files: they need none of what a search needs.
  if (!isDirectory && (!/[*?[{]/.test(path) || existsAt(absolute))) return undefined;
  const { searchGlob, searchTree } = await import("./search-paths.ts");
  const found = await (isDirectory ? searchTree(path, options) : searchGlob(path, options));
  if (found === undefined || found.paths.length + found.failures.length > 0) return found;
  const besides = found.hasLeftOut ? ", beside what is excluded or ignored by git" : "";
  const message = (isDirectory ? NO_RECIPE : "is no file, and as a glob matches none") + besides;
  return { ...found, failures: [{ path, message }] };
}
