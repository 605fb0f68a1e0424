/** `deflint check --add-ignores`: writes comments into recipes that leave out what is found in them. */
import { resolve } from "node:path";
import { type SourceText, sourceFromText } from "#grammar/source.ts";
import { judge, readDocument } from "../../engine/lint.ts";
import { type CheckOptions, checkFile, describeInternalError, type FileResult, makeResult } from "../../engine/run.ts";
import { isAboutSuppressions } from "../../engine/suppress.ts";
import { EXIT } from "../../exit-codes.ts";
import { STANDARD_INPUT } from "../../files/read.ts";
import { addIgnores, type Ignored } from "../../fixer/add-ignores.ts";
import type { Change } from "../../fixer/several-diffs.ts";
import { clearLeftovers, writeMended } from "../../fixer/write.ts";
import type { Io } from "../../io.ts";
import { count } from "../../reporters/count.ts";
import { printable } from "../../reporters/printable.ts";
import { findTarget, printChanges } from "./diff.ts";
import { addProblems, writeFiles } from "./fix.ts";
import type { CheckFlags } from "./flags.ts";
import { reportProblems } from "./report.ts";
import { reportSkipped, splitSkipped } from "./skipped.ts";

/**
 * Writes the comments into the files; the text of standard input goes to standard output. The results hold what is still found.
 * @param reason what stands behind the rules; empty for none
 */
export async function ignoreFiles(
  paths: AsyncIterable<string>,
  reason: string,
  optionsOf: (path: string) => CheckOptions,
  io: Io,
): Promise<FileResult[]> {
  return await writeFiles(paths, io, (path) => {
    const own = optionsOf(path);
    const { result, ignored } = ignoreFile(checkFile(path, own), reason, own);
    const { source } = result;
    if (source === undefined) return result;
    const text = ignored?.text ?? source.text;
    if (path === STANDARD_INPUT) io.stdout.write(text);
    else {
      const absolute = resolve(own.cwd, path);
      clearLeftovers(absolute);
      const refusal = text === source.text ? undefined : writeMended(absolute, source, text);
      if (refusal !== undefined) {
        return addProblems(result, [{ kind: "unreadable", message: `no comments written: ${refusal}` }]);
      }
    }
    if (ignored === undefined) return result;
    describe(result.path, source, ignored, io);
    const written = text === source.text ? source : sourceFromText(text);
    const { path: name, isStandardInput } = result;
    return { ...makeResult(name, written, judge(written, own), own), ...(isStandardInput && { isStandardInput }) };
  });
}

/** Prints what would be written as one diff. Resolves to the exit code. */
export async function showIgnores(
  paths: AsyncIterable<string>,
  troubles: readonly FileResult[],
  reason: string,
  optionsOf: (path: string) => CheckOptions,
  flags: CheckFlags,
  io: Io,
): Promise<number> {
  const files: FileResult[] = [...troubles];
  // Two names of one file are one file to git apply.
  const changes = new Map<string, Change>();
  for await (const path of paths) {
    const own = optionsOf(path);
    const { result, ignored } = ignoreFile(checkFile(path, own), reason, own);
    files.push(result);
    if (result.source === undefined || ignored === undefined) continue;
    const target = findTarget(result, io.cwd);
    changes.set(target, { path: target, before: result.source.text, after: ignored.text });
    describe(result.path, result.source, ignored, io);
  }
  const isChanged = printChanges([...changes.values()], io);
  reportProblems(files, io);
  reportSkipped(splitSkipped(files).skipped, flags, io);
  if (files.some(({ problems }) => problems.length > 0)) return EXIT.trouble;
  return isChanged ? EXIT.findings : EXIT.clean;
}

/** The recipe with the comments in it; undefined where nothing can be written. Never throws. */
function ignoreFile(
  result: FileResult,
  reason: string,
  options: CheckOptions,
): { readonly result: FileResult; readonly ignored?: Ignored } {
  const { path, source, judgement, findings, problems } = result;
  if (source === undefined || judgement === undefined || problems.length > 0) return { result };
  if (source.hasInvalidUtf8) {
    const message = "no comments written: it is not valid UTF-8, and such a file is never rewritten";
    return { result: findings.length === 0 ? result : addProblems(result, [{ kind: "not-text", message }]) };
  }
  const lint = (text: string) => {
    const now = sourceFromText(text);
    return makeResult(path, now, judge(now, options), options).findings;
  };
  const read = (text: string) => readDocument(sourceFromText(text), options);
  try {
    return { result, ignored: addIgnores(source.text, findings, { read, lint, reason }) };
  } catch (error) {
    return { result: addProblems(result, [describeInternalError(error)]) };
  }
}

/** Says on standard error what the comments leave out, and what they cannot. */
function describe(path: string, source: SourceText, { comments, leftOut, kept, left }: Ignored, io: Io): void {
  const say = (text: string) => io.stderr.write(`deflint: ${printable(text, { oneLine: true })}\n`);
  if (comments.length > 0) {
    const many = comments.length === 1 ? "1 comment leaves" : `${comments.length} comments leave`;
    say(`${path}: ${many} ${count(leftOut, "finding")} out`);
  }
  const wide = comments.filter(({ form }) => form === "deflint-ignore-file");
  for (const { codes } of wide) say(`${path}: ${codes.join(", ")} for the whole file: no comment can stand nearer`);
  for (const { finding, reason } of kept) {
    const { line, character } = source.positionAt(finding.range.start);
    say(`${path}:${line + 1}:${character + 1}: ${finding.code} ${finding.name} stays: ${reason}`);
  }
  const own = left.filter(isAboutSuppressions);
  const reasonless = own.filter(({ code }) => code === "DF902").length;
  if (comments.length > 0 && reasonless > 0) {
    const many = reasonless === 1 ? "1 comment gives" : `${reasonless} comments give`;
    say(`${path}: ${many} no reason (DF902): --add-ignores=REASON writes one`);
  }
  const wrong = own.filter(({ code }) => code !== "DF902");
  if (wrong.length > 0) {
    const codes = [...new Set(wrong.map(({ code }) => code))].sort().join(", ");
    const stay = wrong.length === 1 ? "finding about suppressions stays" : "findings about suppressions stay";
    say(`${path}: ${wrong.length} ${stay} (${codes}): --fix or a person mends them`);
  }
}
