/** Turns the paths of a command line into the recipes to check. */
import { type Dirent, readdirSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { describeFileError } from "./file-error.ts";
import { STANDARD_INPUT } from "./read.ts";

/** What a search found, and where it could not look. */
export interface Discovery {
  /** As a person would write them, each once, in the order given; those found in a directory are sorted. */
  readonly paths: readonly string[];
  /** Places where nothing was found, each with the end of a sentence that starts with the path. */
  readonly problems: readonly { readonly path: string; readonly message: string }[];
}

const SKIPPED_DIRECTORIES: ReadonlySet<string> = new Set([".git", "node_modules"]);
const IMAGE_ENDING = /\.(sif|simg|img|sqsh|squashfs)$/i;

/** Whether a file of this name is taken for a recipe when a directory is searched. */
export function isRecipeName(name: string): boolean {
  return /^Singularity(\..*)?$|\.def$/s.test(name) && !IMAGE_ENDING.test(name);
}

/** Finds the recipes that `given` names: files as they are, directories searched. `cwd` is absolute. Never throws. */
export function discoverRecipes(given: readonly string[], cwd: string): Discovery {
  const paths = new Map<string, string>();
  const problems: { path: string; message: string }[] = [];
  const add = (path: string): void => {
    const key = path === STANDARD_INPUT ? path : resolve(cwd, path);
    if (!paths.has(key)) paths.set(key, path);
  };
  for (const path of given) {
    if (path === STANDARD_INPUT || !isDirectory(resolve(cwd, path))) add(path);
    else {
      const { found, failures } = searchDirectory(path, cwd);
      for (const recipe of found) add(recipe);
      problems.push(...failures);
      if (found.length + failures.length === 0) {
        problems.push({ path, message: "holds no definition file (*.def, Singularity, Singularity.*)" });
      }
    }
  }
  return { paths: [...paths.values()], problems };
}

function isDirectory(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

function searchDirectory(
  root: string,
  cwd: string,
): { found: string[]; failures: { path: string; message: string }[] } {
  const found: string[] = [];
  const failures: { path: string; message: string }[] = [];
  const pending = [root];
  for (let directory = pending.pop(); directory !== undefined; directory = pending.pop()) {
    try {
      for (const entry of readdirSync(resolve(cwd, directory), { withFileTypes: true })) {
        const path = join(directory, entry.name);
        if (entry.isDirectory()) {
          if (!SKIPPED_DIRECTORIES.has(entry.name)) pending.push(path);
        } else if (isRecipeName(entry.name) && isCandidate(entry, resolve(cwd, path))) found.push(path);
      }
    } catch (error) {
      failures.push({ path: directory, message: `cannot be searched: ${describeFileError(error)}` });
    }
  }
  return { found: found.sort((one, other) => (one < other ? -1 : 1)), failures };
}

/** Pipes and devices would block; a dangling link is kept, so that it is reported. */
function isCandidate(entry: Dirent, path: string): boolean {
  return entry.isFile() || (entry.isSymbolicLink() && !isDirectory(path));
}
