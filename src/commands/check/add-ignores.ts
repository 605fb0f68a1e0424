/** `deflint check --add-ignores`: recipes with comments that leave out what is found in them. */
import { type SourceText, sourceFromText } from "#grammar/source.ts";
import { judge, readDocument } from "../../engine/lint.ts";
import { type CheckOptions, describeInternalError, type FileResult, makeResult } from "../../engine/run.ts";
import { isAboutSuppressions } from "../../engine/suppress.ts";
import { addIgnores, type Ignored } from "../../fixer/add-ignores.ts";
import { count } from "../../reporters/count.ts";
import { addProblems, type Rework, type Reworked } from "./rework.ts";

/**
 * Writes the comments.
 * @param reason what stands behind the rules; empty for none
 * @param leaveKnownOut takes the findings out of a file's result that need no comment
 */
export function ignoring(reason: string, leaveKnownOut: (file: FileResult) => FileResult = (file) => file): Rework {
  return {
    undone: "no comments written",
    of: (judged, options) => ignoreFile(judged, reason, options, (file) => leaveKnownOut(file).findings),
  };
}

function ignoreFile(
  judged: FileResult,
  reason: string,
  options: CheckOptions,
  newIn: (file: FileResult) => FileResult["findings"],
): Reworked {
  const { path, source, judgement, problems } = judged;
  const findings = newIn(judged);
  if (source === undefined || judgement === undefined || problems.length > 0) return { result: judged };
  if (source.hasInvalidUtf8) {
    const message = "no comments written: it is not valid UTF-8, and such a file is never rewritten";
    return { result: findings.length === 0 ? judged : addProblems(judged, [{ kind: "not-text", message }]) };
  }
  const judgeText = (text: string): FileResult => {
    const written = sourceFromText(text);
    return { ...judged, ...makeResult(path, written, judge(written, options), options) };
  };
  const read = (text: string) => readDocument(sourceFromText(text), options);
  try {
    const ignored = addIgnores(source.text, findings, { read, lint: (text) => newIn(judgeText(text)), reason });
    const { text } = ignored;
    return { result: judged, text, after: () => judgeText(text), notes: describe(path, source, ignored) };
  } catch (error) {
    return { result: addProblems(judged, [describeInternalError(error)]) };
  }
}

/** What the comments leave out, and what they cannot. */
function describe(path: string, source: SourceText, { comments, leftOut, kept, left }: Ignored): string[] {
  const notes: string[] = [];
  if (comments.length > 0) {
    const many = count(comments.length, "comment leaves", "comments leave");
    notes.push(`${path}: ${many} ${count(leftOut, "finding")} out`);
  }
  const wide = comments.filter(({ form }) => form === "deflint-ignore-file");
  for (const { codes } of wide)
    notes.push(`${path}: ${codes.join(", ")} for the whole file: no comment can stand nearer`);
  for (const { finding, reason } of kept) {
    const { line, character } = source.positionAt(finding.range.start);
    notes.push(`${path}:${line + 1}:${character + 1}: ${finding.code} ${finding.name} stays: ${reason}`);
  }
  const own = left.filter(isAboutSuppressions);
  const reasonless = own.filter(({ code }) => code === "DF902").length;
  if (comments.length > 0 && reasonless > 0) {
    const many = count(reasonless, "comment gives", "comments give");
    notes.push(`${path}: ${many} no reason (DF902): --add-ignores=REASON writes one`);
  }
  const wrong = own.filter(({ code }) => code !== "DF902");
  if (wrong.length > 0) {
    const codes = [...new Set(wrong.map(({ code }) => code))].sort().join(", ");
    const many = count(wrong.length, "finding about suppressions stays", "findings about suppressions stay");
    notes.push(`${path}: ${many} (${codes}): --fix or a person mends them`);
  }
  return notes;
}
