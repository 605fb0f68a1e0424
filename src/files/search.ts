/** Searches a directory, and all below it that is a person's own. */
import { type Dirent, existsSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import type { ExclusionTest } from "./exclusion.ts";
import { isFileAt, realPathOf } from "./existence.ts";
import { describeFileError } from "./file-error.ts";
import { addRules, type GitRules, isIgnored, rulesAtRoot, rulesOfRepository } from "./gitignore.ts";

/** What is looked for, and what is left out. */
export interface SearchOptions {
  /** Absolute path that relative ones are resolved against. */
  readonly cwd: string;
  /** Whether a file is looked for, by its absolute path without links. */
  readonly accepts: (path: string) => boolean;
  /** Makes the test of what in a directory is to be left out, with all below it. */
  readonly excludesIn: (directory: string) => Promise<ExclusionTest>;
  /** Whether what git ignores is left out. */
  readonly gitignore: boolean;
}

/** What a search found. */
export interface Found {
  /** The files, sorted, their names beginning with that of the directory. */
  readonly paths: readonly string[];
  /** Directories that could not be searched, each with the end of a sentence that starts with its path. */
  readonly failures: readonly { readonly path: string; readonly message: string }[];
  /** Whether something that may hold a file looked for was excluded or ignored. */
  readonly hasLeftOut: boolean;
}

/**
 * Directories whose files nobody edits: of version control and package managers, the copy of its recipe that a sandbox
 * image holds, and what `deflint build` keeps beside an image or has in the making.
 */
const SKIPPED_DIRECTORY = /^(?:\.git|\.hg|\.svn|node_modules|\.singularity\.d|.+\.deflint|\..*\.deflint-.*)$/s;

/**
 * Finds files below a directory. Links to directories are not followed. Rejects with a UsageError for a configuration on
 * the way that is wrong.
 */
export async function searchDirectory(
  root: string,
  { cwd, accepts, excludesIn, gitignore }: SearchOptions,
): Promise<Found> {
  const paths: string[] = [];
  const failures: { path: string; message: string }[] = [];
  let hasLeftOut = false;
  const start = realPathOf(resolve(cwd, root));
  const pending = [{ shown: root, absolute: start, rules: gitignore ? rulesAtRoot(start) : undefined }];
  for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
    let entries: Dirent[];
    try {
      entries = readdirSync(at.absolute, { withFileTypes: true });
    } catch (error) {
      const reason = isStrange(at.shown) ? STRANGE : `cannot be searched: ${describeFileError(error)}`;
      failures.push({ path: at.shown, message: reason });
      continue;
    }
    const excludes = await excludesIn(at.absolute);
    const rules = gitignore && at.absolute !== start ? rulesWithin(at.rules, at.absolute, entries) : at.rules;
    for (const entry of entries) {
      const absolute = at.absolute === "/" ? `/${entry.name}` : `${at.absolute}/${entry.name}`;
      const isDirectory = entry.isDirectory();
      if (isDirectory ? SKIPPED_DIRECTORY.test(entry.name) : !accepts(absolute) || !isCandidate(entry, absolute))
        continue;
      if (
        excludes(isDirectory ? `${absolute}/` : absolute) ||
        (rules !== undefined && isIgnored(rules, absolute, isDirectory))
      )
        hasLeftOut = true;
      else if (isDirectory) pending.push({ shown: join(at.shown, entry.name), absolute, rules });
      else if (isStrange(entry.name) && !existsSync(absolute))
        failures.push({ path: join(at.shown, entry.name), message: STRANGE });
      else paths.push(join(at.shown, entry.name));
    }
  }
  return { paths: paths.sort(), failures, hasLeftOut };
}

const STRANGE = "has a name that is not UTF-8, and cannot be read";

/** Whether a name may have had bytes that are no UTF-8: what it was read as names nothing then. */
function isStrange(name: string): boolean {
  return name.includes("\uFFFD");
}

/** The rules in a directory below the root, read only where there are any to read. */
function rulesWithin(rules: GitRules | undefined, directory: string, entries: readonly Dirent[]): GitRules | undefined {
  if (entries.some(({ name }) => name === ".git")) return rulesOfRepository(directory);
  return rules !== undefined && entries.some(({ name }) => name === ".gitignore") ? addRules(rules, directory) : rules;
}

/** Pipes and devices would block, behind a link too; a dangling link is kept, so that it is reported. */
function isCandidate(entry: Dirent, path: string): boolean {
  return entry.isFile() || (entry.isSymbolicLink() && (isFileAt(path) || !existsSync(path)));
}
