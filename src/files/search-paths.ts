/** Searches what a command line names: directories, and globs that no shell has expanded. */
import { basename, dirname, resolve } from "node:path";
import type { DiscoveryOptions } from "./discover.ts";
import { realPathOf } from "./existence.ts";
import { makeGlobMatcher, type PathTest } from "./glob.ts";
import { isRecipeName } from "./recipe-names.ts";
import { type Found, searchDirectory } from "./search.ts";

/** Finds the recipes below a directory. */
export function searchTree(root: string, options: DiscoveryOptions): Promise<Found> {
  return searchFor(root, isRecipeName, options);
}

/**
 * Finds the files that a glob means, as a shell would that knows `**`, and the recipes in the directories that it means.
 * A glob without a slash means names at any depth; one that ends in nothing but stars means recipes only. Undefined for
 * what is no glob. Rejects with a UsageError for braces that stand for too many.
 */
export async function searchGlob(glob: string, options: DiscoveryOptions): Promise<Found | undefined> {
  const parts = glob.split("/");
  const first = parts.findIndex((part) => /(?:^|[^\\])[*?[{]/.test(part));
  if (first === -1) return undefined;
  const root = first === 0 ? "." : parts.slice(0, first).join("/").replace(/\\(.)/g, "$1") || "/";
  const rest = first === 0 ? glob : `/${parts.slice(first).join("/")}`;
  const matches = makeGlobMatcher([rest], realPathOf(resolve(options.cwd, root)));
  const takesAnyName = !/^\*+$/.test(basename(glob));
  const accepts = (path: string): boolean =>
    matches(path) && (isRecipeName(path) || (takesAnyName && !matches(`${dirname(path)}/`)));
  return searchFor(root, accepts, options);
}

async function searchFor(root: string, accepts: PathTest, options: DiscoveryOptions): Promise<Found> {
  const { cwd, takeIgnored } = options;
  const exclusion = await options.loadExclusion?.();
  const excludesIn = exclusion?.searchFrom(realPathOf(resolve(cwd, root))) ?? (async () => () => false);
  return searchDirectory(root, { cwd, accepts, excludesIn, gitignore: takeIgnored !== true });
}
