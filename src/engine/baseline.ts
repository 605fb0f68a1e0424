/** Findings that have been known for a while: how they are listed, and a file's result without them. */
import type { SourceText } from "#grammar/source.ts";
import type { BuildMode, Finding } from "#rules/define-rule.ts";
import { fingerprintsOf } from "./fingerprint.ts";
import type { FileResult } from "./run.ts";

/** A known finding. */
export interface BaselineEntry {
  /** With slashes, relative to the directory of the list. */
  readonly path: string;
  readonly code: string;
  /** The beginning of its first line, for those who read the list. */
  readonly text: string;
  /** What it is known by, wherever in its file it stands. */
  readonly key: string;
}

/** A list of known findings. */
export interface Baseline {
  /** The modes that the recipes were judged for: what is not found in another one may be there still. */
  readonly modes: readonly BuildMode[];
  readonly findings: readonly BaselineEntry[];
}

/** UTF-16 code units of a line that an entry shows. */
const LONGEST_TEXT = 100;

/**
 * The findings of a file that are shown, to be listed. None for a file that could not be judged.
 * @param name the path of the file in the list
 */
export function listFindings(file: FileResult, name: string): BaselineEntry[] {
  const { source, findings } = file;
  if (source === undefined) return [];
  const keys = keysOf(file, name);
  return findings.map((finding) => ({
    path: name,
    code: finding.code,
    text: showLine(source, finding),
    key: keys.get(finding) ?? "",
  }));
}

/** A file's result without its known findings, shown or not. */
export function leaveOut(file: FileResult, known: ReadonlySet<string>, keys: ReadonlyMap<Finding, string>): FileResult {
  const isNew = (finding: Finding) => !known.has(keys.get(finding) ?? "");
  const { findings: all = [] } = file.judgement ?? {};
  return {
    ...file,
    findings: file.findings.filter(isNew),
    hygiene: all.filter((finding) => finding.hygiene && isNew(finding)).length,
    known: all.filter((finding) => !isNew(finding)).length,
  };
}

/** What the findings of a file are known by: of all of them, shown or not, since alike ones are numbered. */
export function keysOf({ source, judgement }: FileResult, name: string): ReadonlyMap<Finding, string> {
  if (source === undefined || judgement === undefined) return new Map();
  const keys = fingerprintsOf(name, source, judgement.findings);
  return new Map(judgement.findings.map((finding, at) => [finding, keys[at] ?? ""]));
}

function showLine(source: SourceText, { range }: Finding): string {
  const { line } = source.positionAt(range.start);
  const text = source.text
    .slice(source.lineStarts[line] ?? 0, source.lineStarts[line + 1])
    .replace(/\s+/g, " ")
    .trim();
  return text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT - 3)}...` : text;
}
