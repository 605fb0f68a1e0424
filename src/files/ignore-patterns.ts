/** Patterns of .gitignore files, and what several of them say of a path. */
import { makeNameTest, makePathTest, type NamesTest } from "./wildcards.ts";

/** One pattern. Its paths start from the directory that it stands in. */
export interface IgnorePattern {
  /** Whether it takes out again what patterns before it mean. */
  readonly isNegated: boolean;
  /** Whether it means no files. */
  readonly meansDirectories: boolean;
  /** Whether it is a path: one without a slash before its end is compared with names, however deep they stand. */
  readonly isPath: boolean;
  readonly test: NamesTest;
}

/** Reads a pattern; undefined for one that means nothing. Comments have to be told apart before. */
export function readIgnorePattern(line: string): IgnorePattern | undefined {
  const trimmed = trimSpaces(line);
  const isNegated = trimmed.startsWith("!");
  const meansDirectories = trimmed.endsWith("/");
  const body = trimmed.slice(isNegated ? 1 : 0, meansDirectories ? -1 : undefined);
  if (body === "" || body === "/") return undefined;
  const isPath = body.includes("/");
  return { isNegated, meansDirectories, isPath, test: isPath ? makePathTest(body.replace(/^\//, "")) : testLast(body) };
}

/** Whether a path is meant, by the last of the patterns that speak of it; undefined where none does. */
export function isMeant(
  patterns: readonly IgnorePattern[],
  names: readonly string[],
  start: number,
  isDirectory: boolean,
): boolean | undefined {
  for (let at = patterns.length - 1; at >= 0; at--) {
    const pattern = patterns[at];
    if (pattern !== undefined && (isDirectory || !pattern.meansDirectories) && pattern.test(names, start))
      return !pattern.isNegated;
  }
  return undefined;
}

function testLast(pattern: string): NamesTest {
  const test = makeNameTest(pattern);
  return (names) => test(names.at(-1) ?? "");
}

/** Blanks at the end count only behind a backslash. */
function trimSpaces(line: string): string {
  let end = 0;
  for (let at = 0; at < line.length; at++) {
    if (line[at] === "\\") at++;
    else if (line[at] === " ") continue;
    end = at + 1;
  }
  return line.slice(0, end);
}
