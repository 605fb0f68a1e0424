/** Looks whether what `%files` copies is there: relative to the directory of a build, which a check has to guess. */
import { readdirSync, statSync } from "node:fs";
import { dirname, isAbsolute, join, resolve } from "node:path";
import type { Target } from "#rules/define-rule.ts";
import { STANDARD_INPUT } from "./read.ts";
import { wayToRepository } from "./repository.ts";
import { makeNameTest } from "./wildcards.ts";

type Answer = "present" | "missing" | "unknown";

/**
 * Where a recipe may be built: the working directory, the recipe's own, and those above it in its git repository.
 * @param path as given on the command line
 */
export function buildDirectoriesOf(path: string, cwd: string): string[] {
  if (path === STANDARD_INPUT) return [cwd];
  const own = dirname(resolve(cwd, path));
  return [...new Set([cwd, ...(wayToRepository(own) ?? [own])])];
}

/** Answers for paths of `%files`: missing is what none of the directories has. Never throws. */
export function makeSourceCheck(directories: readonly string[]): NonNullable<Target["sources"]> {
  return (path) => {
    // The shell makes several paths of braces.
    if (/[{}]/.test(path)) return "unknown";
    const answers = (isAbsolute(path) ? ["/"] : directories).map((directory) => lookFor(path, directory));
    if (answers.includes("present")) return "present";
    return answers.includes("unknown") ? "unknown" : "missing";
  };
}

function lookFor(path: string, directory: string): Answer {
  let found = [directory];
  try {
    for (const part of path.split("/").filter((name) => name !== "" && name !== ".")) {
      found = found.flatMap((at) => expand(at, part));
    }
  } catch {
    return "unknown";
  }
  return found.length === 0 ? "missing" : "present";
}

/** The paths that one part of a path means in a directory. */
function expand(directory: string, part: string): string[] {
  if (statSync(directory, { throwIfNoEntry: false })?.isDirectory() !== true) return [];
  const isThere = (path: string) => statSync(path, { throwIfNoEntry: false }) !== undefined;
  if (!/[*?[]/.test(part)) return [join(directory, part)].filter(isThere);
  const isMeant = makeNameTest(escapeForGit(part));
  return readdirSync(directory)
    .filter((name) => isMeant(name) && (part.startsWith(".") || !name.startsWith(".")))
    .map((name) => join(directory, name));
}

/** To the shell a bracket without an end is a character like any other. */
function escapeForGit(part: string): string {
  const end = part.lastIndexOf("]") + 1;
  const before = part.slice(0, end).replaceAll("\\", "\\\\");
  return before + part.slice(end).replace(/[\\[]/g, "\\$&");
}
