/** What `deflint check` does to a file under `--fix` and `--diff`. */
import { lstatSync, realpathSync } from "node:fs";
import { relative, resolve } from "node:path";
import { sourceFromText } from "#grammar/source.ts";
import { lint } from "../engine/lint.ts";
import { type CheckOptions, describeInternalError, type FileResult, makeResult, type Problem } from "../engine/run.ts";
import { STANDARD_INPUT } from "../files/read.ts";
import { type Converged, converge } from "../fixer/converge.ts";
import { renderDiff } from "../fixer/diff.ts";
import { guard } from "../fixer/guard.ts";
import { selectFixes } from "../fixer/select.ts";
import { writeMended } from "../fixer/write.ts";
import type { Io } from "../io.ts";

/** Writes the fixes of a file that was judged. The result holds what was fixed and what remains. Never throws. */
export function fixFile(result: FileResult, unsafe: boolean, options: CheckOptions, io: Io): FileResult {
  const { path, source } = result;
  const { converged, problems } = mendResult(result, unsafe, options);
  if (source === undefined || converged === undefined) {
    if (path === STANDARD_INPUT && source !== undefined) io.stdout.write(source.text);
    return addProblems(result, problems);
  }
  const changed = converged.text !== source.text;
  if (path === STANDARD_INPUT) io.stdout.write(converged.text);
  else if (changed) {
    const refusal = writeMended(resolve(options.cwd, path), source, converged.text);
    if (refusal !== undefined)
      return addProblems(result, [...problems, { kind: "unreadable", message: `not fixed: ${refusal}` }]);
  }
  const mended = makeResult(path, changed ? sourceFromText(converged.text) : source, converged.findings, options);
  return addProblems({ ...mended, fixed: converged.applied, cured: converged.cured }, problems);
}

/** The diff that would mend a file that was judged; empty where there is nothing to mend. Never throws. */
export function diffFile(
  result: FileResult,
  unsafe: boolean,
  options: CheckOptions,
): { result: FileResult; diff: string } {
  const { converged, problems } = mendResult(result, unsafe, options);
  const diff =
    result.source === undefined || converged === undefined
      ? ""
      : renderDiff(nameInDiff(result.path, options.cwd), result.source.text, converged.text);
  return { result: addProblems(result, problems), diff };
}

interface MendOutcome {
  readonly converged: Converged | undefined;
  readonly problems: readonly Problem[];
}

function mendResult({ source, findings, problems }: FileResult, unsafe: boolean, options: CheckOptions): MendOutcome {
  const selection = { unsafe, hygiene: options.hygiene };
  if (source === undefined || problems.length > 0) return { converged: undefined, problems: [] };
  if (source.hasInvalidUtf8) {
    const wanted = selectFixes(findings, selection).length > 0;
    return {
      converged: undefined,
      problems: wanted ? [{ kind: "not-text", message: "not fixed: it is not valid UTF-8" }] : [],
    };
  }
  try {
    const converged = converge(source.text, {
      lint: (text) => lint(sourceFromText(text), options),
      guard,
      selection,
    });
    return { converged, problems: describeBugs(converged) };
  } catch (error) {
    return { converged: undefined, problems: [describeInternalError(error)] };
  }
}

/** What went wrong on the way to a mended text, each a bug of a rule. */
function describeBugs({ broken, unsettled }: Converged): Problem[] {
  const problems = broken.map(
    ({ code, name, title, reason }): Problem => ({
      kind: "internal",
      message: `a fix of ${code} ${name} was left out (${title}): ${reason}; this is a bug of the rule, please report it`,
    }),
  );
  if (unsettled.length > 0) {
    const message = `the fixes of ${unsettled.join(", ")} do not come to rest; this is a bug of these rules, please report it`;
    problems.push({ kind: "internal", message });
  }
  return problems;
}

function addProblems(result: FileResult, problems: readonly Problem[]): FileResult {
  return problems.length === 0 ? result : { ...result, problems: [...result.problems, ...problems] };
}

/** The path that a diff names, relative to the working directory: git refuses to patch through a symbolic link. */
function nameInDiff(path: string, cwd: string): string {
  if (path === STANDARD_INPUT) return "stdin";
  const absolute = resolve(cwd, path);
  return relative(cwd, lstatSync(absolute).isSymbolicLink() ? realpathSync(absolute) : absolute);
}
