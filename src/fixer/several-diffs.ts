/** The diffs of several files as one that can be applied at once. */
import { dirname, relative, sep } from "node:path";
import { renderDiff } from "./diff.ts";

/** A file before and after; equal texts are no change. */
export interface Change {
  /** Absolute, without symbolic links. */
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

/**
 * One diff of all changes in their order, empty where there are none. Its names are relative to `base`: `cwd` where all
 * changed files lie below it, else the deepest directory that holds both, since no tool applies a diff to `../x`.
 */
export function renderDiffs(changes: readonly Change[], cwd: string): { readonly diff: string; readonly base: string } {
  const changed = changes.filter(({ before, after }) => before !== after);
  const base = changed.reduce((directory, { path }) => findCommonDirectory(directory, path), cwd);
  return {
    diff: changed.map(({ path, before, after }) => renderDiff(relative(base, path), before, after)).join(""),
    base,
  };
}

function findCommonDirectory(directory: string, path: string): string {
  const isAbove = (candidate: string): boolean =>
    path.startsWith(candidate.endsWith(sep) ? candidate : candidate + sep);
  let candidate = directory;
  while (!isAbove(candidate) && candidate !== dirname(candidate)) candidate = dirname(candidate);
  return candidate;
}
