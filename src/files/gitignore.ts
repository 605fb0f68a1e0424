/**
 * What git ignores: the .gitignore files of a repository and its .git/info/exclude. What a person has set up for all of
 * their repositories is left out, so that everybody who searches a repository finds the same.
 */
import { lstatSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { type IgnorePattern, isMeant, readIgnorePattern } from "./ignore-patterns.ts";
import { wayToRepository } from "./repository.ts";

/** What is ignored directly in one directory. */
export interface GitRules {
  /** How many names the path of the directory has that the patterns start from. */
  readonly depth: number;
  readonly patterns: readonly IgnorePattern[];
  /** What counts where these patterns say nothing. */
  readonly above: GitRules | undefined;
}

/** Bytes; what is larger was not written by a person, and has to be compared with every file. */
const MAXIMUM_BYTES = 1024 * 1024;

/**
 * The rules for what a search finds in the directory where it begins; undefined outside of repositories. A directory that
 * is itself ignored was asked for by name: only the .gitignore files in it and below count. Never throws.
 * @param directory absolute
 */
export function rulesAtRoot(directory: string): GitRules | undefined {
  const [top, ...below] = wayToRepository(directory)?.toReversed() ?? [];
  if (top === undefined) return undefined;
  let rules = rulesOfRepository(top);
  for (const step of below) {
    if (isIgnored(rules, step, true)) return rulesIn(directory, join(directory, ".gitignore"), undefined);
    rules = addRules(rules, step);
  }
  return rules;
}

/** The rules at the top of a repository. Never throws. */
export function rulesOfRepository(top: string): GitRules {
  return addRules(rulesIn(top, join(findGitDirectory(top), "info/exclude"), undefined), top);
}

/** The rules for a directory: those of the one above and its own .gitignore, which wins over them. Never throws. */
export function addRules(above: GitRules, directory: string): GitRules {
  const rules = rulesIn(directory, join(directory, ".gitignore"), above);
  return rules.patterns.length === 0 ? above : rules;
}

/** Whether git ignores what stands in the directory of the rules. */
export function isIgnored(rules: GitRules, path: string, isDirectory: boolean): boolean {
  const names = namesOf(path);
  for (let at: GitRules | undefined = rules; at !== undefined; at = at.above) {
    const answer = isMeant(at.patterns, names, at.depth, isDirectory);
    if (answer !== undefined) return answer;
  }
  return false;
}

function rulesIn(directory: string, file: string, above: GitRules | undefined): GitRules {
  const patterns = readLines(file).flatMap((line) => readIgnorePattern(line) ?? []);
  return { depth: namesOf(directory).length, patterns, above };
}

/** The names in an absolute path, as git sees them: `?` stands for one byte, which is a character of its own here. */
function namesOf(path: string): string[] {
  const bytes = /[^\0-\x7f]/.test(path) ? Buffer.from(path).toString("latin1") : path;
  return bytes.split("/").filter((name) => name !== "");
}

/** Git reads no .gitignore through a symbolic link, and pipes hold none. Without comments and empty lines. */
function readLines(path: string, encoding: "latin1" | "utf8" = "latin1"): string[] {
  try {
    const stats = lstatSync(path);
    if (!stats.isFile() || stats.size > MAXIMUM_BYTES) return [];
    const text = readFileSync(path, encoding).replace(/^\xef\xbb\xbf/, "");
    return text.split(/\r?(?:\n|$)/).filter((line) => line !== "" && !line.startsWith("#"));
  } catch {
    return [];
  }
}

/** Where a repository keeps its own files: `.git`, or for a worktree or a submodule the directory that it names. */
function findGitDirectory(top: string): string {
  const path = join(top, ".git");
  const named = /^gitdir: (.*)$/m.exec(readLines(path, "utf8")[0] ?? "")?.[1];
  if (named === undefined) return path;
  const own = resolve(top, named);
  return resolve(own, readLines(join(own, "commondir"), "utf8")[0] ?? ".");
}
