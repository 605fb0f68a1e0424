/** The findings of a run one after the other, each with what other programs know it by. */
import { isAbsolute, relative, resolve, sep } from "node:path";
import type { SourceText } from "#grammar/source.ts";
import type { Finding } from "#rules/define-rule.ts";
import { digestOf, fingerprintsOf } from "../engine/fingerprint.ts";
import type { FileResult, Problem, RunResult } from "../engine/run.ts";
import { STANDARD_INPUT } from "../files/read.ts";

/** A finding and where it is. */
export interface Listed {
  /** As `pathIn` has it. */
  readonly path: string;
  readonly source: SourceText;
  readonly finding: Finding;
  /** Stays when lines move; no two of a run are alike. */
  readonly key: string;
}

/** All findings, file by file. */
export function listFindings(run: RunResult, cwd: string): Listed[] {
  const taken = new Map<string, number>();
  return run.files.flatMap((file) => {
    const { source, findings } = file;
    if (source === undefined) return [];
    const path = pathIn(cwd, file.path);
    const keys = fingerprintsOf(path, source, findings);
    return findings.map((finding, index) => ({ path, source, finding, key: makeUnique(keys[index] ?? "", taken) }));
  });
}

/** Everything that kept deflint from its work, file by file. */
export function listProblems(run: RunResult, cwd: string): { readonly path: string; readonly problem: Problem }[] {
  return run.files.flatMap(({ path, problems }) => problems.map((problem) => ({ path: pathIn(cwd, path), problem })));
}

/** A path as programs want it that look at a repository from a directory: relative to it with slashes, absolute where it is outside. */
export function pathIn(cwd: string, path: FileResult["path"]): string {
  if (path === STANDARD_INPUT) return path;
  const absolute = resolve(cwd, path);
  const inside = relative(cwd, absolute);
  const isOutside = inside === "" || inside === ".." || inside.startsWith(`..${sep}`) || isAbsolute(inside);
  return (isOutside ? absolute : inside).replaceAll(sep, "/");
}

/** One file may be given by two names. */
function makeUnique(key: string, taken: Map<string, number>): string {
  const before = taken.get(key) ?? 0;
  taken.set(key, before + 1);
  return before === 0 ? key : digestOf(`${key} ${before}`);
}
