/**
 * What git ignores: the .gitignore files of a repository and its .git/info/exclude. What a person has set up for all of
 * their repositories is left out, so that everybody who searches a repository finds the same.
 */
import { lstatSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import ignore, { type Ignore } from "ignore";
import { existsAt } from "./existence.ts";
import { movePattern } from "./gitignore-pattern.ts";

/** What is ignored directly in one directory. */
export interface GitRules {
  /** Absolute path of the directory that the patterns start from. */
  readonly top: string;
  readonly patterns: Ignore;
}

/**
 * The rules for what a search finds in the directory where it begins; undefined outside of repositories. A directory that
 * is itself ignored was asked for by name: only the .gitignore files in it and below count. Never throws.
 * @param directory absolute
 */
export function rulesAtRoot(directory: string): GitRules | undefined {
  const above = [directory];
  while (!existsAt(join(above[0] ?? directory, ".git"))) {
    const parent = dirname(above[0] ?? directory);
    if (parent === above[0]) return undefined;
    above.unshift(parent);
  }
  const [top = directory, ...below] = above;
  let rules = rulesOfRepository(top);
  for (const step of below) {
    if (isIgnored(rules, step, true)) return addRules({ top: directory, patterns: makePatterns() }, directory);
    rules = addRules(rules, step);
  }
  return rules;
}

/** The rules at the top of a repository. Never throws. */
export function rulesOfRepository(top: string): GitRules {
  const patterns = makePatterns();
  const lines = readLines(join(findGitDirectory(top), "info/exclude"));
  if (lines.length > 0) patterns.add(lines);
  return addRules({ top, patterns }, top);
}

/** The rules for a directory: those of the one above and its own .gitignore, which wins over them. Never throws. */
export function addRules(rules: GitRules, directory: string): GitRules {
  const lines = readLines(join(directory, ".gitignore"));
  if (lines.length === 0) return rules;
  const prefix = nameBelow(rules.top, directory);
  const moved = lines.map((line) => movePattern(line, prefix));
  return { top: rules.top, patterns: makePatterns().add(rules.patterns).add(moved) };
}

/** Whether git ignores what stands in the directory of the rules. */
export function isIgnored({ top, patterns }: GitRules, path: string, isDirectory: boolean): boolean {
  const name = nameBelow(top, path);
  return patterns.ignores(isDirectory ? `${name}/` : name);
}

/** A path from the top on, as git sees it: `?` stands for one byte, which is a character of its own here. */
function nameBelow(top: string, path: string): string {
  const name = path.slice(top.length).replace(/^\//, "");
  return /[^\0-\x7f]/.test(name) ? Buffer.from(name).toString("latin1") : name;
}

function makePatterns(): Ignore {
  return ignore({ ignoreCase: false });
}

/** Git reads no .gitignore through a symbolic link, and pipes hold none. Without comments and empty lines. */
function readLines(path: string, encoding: "latin1" | "utf8" = "latin1"): string[] {
  try {
    if (!lstatSync(path).isFile()) return [];
    const text = readFileSync(path, encoding).replace(/^\xef\xbb\xbf/, "");
    return text.split(/\r?\n/).filter((line) => line !== "" && !line.startsWith("#"));
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
