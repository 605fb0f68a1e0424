/** One pass of fixing: puts as many fixes into a text as fit beside each other. */
import type { Edit } from "#rules/define-rule.ts";
import { compareText } from "../compare-text.ts";
import type { Candidate } from "./select.ts";

/** What one pass made of a text. */
export interface Pass {
  /** The text with all applied fixes in it. */
  readonly text: string;
  /** In the order of their places; identical fixes stand here once. */
  readonly applied: readonly Candidate[];
  /** How many candidates the applied fixes are those of: several findings may have the same one. */
  readonly cured: number;
  /** Those that overlap or touch an applied one; the next pass may take them. */
  readonly deferred: readonly Candidate[];
  /** Those that no pass can apply, each with a sentence that says why. */
  readonly malformed: readonly { readonly candidate: Candidate; readonly reason: string }[];
}

/**
 * Applies fixes to a text, each whole or not at all. Pure; the outcome does not depend on the order of `candidates`:
 * they are taken by start, end, code and the text they insert.
 * @param largest UTF-16 code units that the text may have afterwards; a fix that would make it larger is none
 */
export function applyPass(text: string, candidates: readonly Candidate[], largest = Number.POSITIVE_INFINITY): Pass {
  const applied: Candidate[] = [];
  const deferred: Candidate[] = [];
  const malformed: { candidate: Candidate; reason: string }[] = [];
  const seen = new Set<string>();
  const taken: Edit[] = [];
  let cured = 0;
  let { length } = text;
  for (const candidate of [...candidates].sort(compareCandidates)) {
    const reason = findMalformation(text, candidate.fix.edits);
    const key = JSON.stringify(candidate.fix.edits.map(({ start, end, text }) => [start, end, text]));
    if (reason !== undefined) malformed.push({ candidate, reason });
    else if (seen.has(key)) cured++;
    else if (candidate.fix.edits.some((edit) => meetsAny(edit, taken))) deferred.push(candidate);
    else if (length + growthBy(candidate.fix.edits) > largest) malformed.push({ candidate, reason: TOO_LARGE });
    else {
      length += growthBy(candidate.fix.edits);
      seen.add(key);
      cured++;
      applied.push(candidate);
      for (const edit of candidate.fix.edits) taken.splice(findPlace(edit, taken), 0, edit);
    }
  }
  return { text: applyEdits(text, taken), applied, cured, deferred, malformed };
}

const TOO_LARGE = "it would let the recipe grow beyond all measure";

/** How many code units edits add to a text. */
function growthBy(edits: readonly Edit[]): number {
  return edits.reduce((sum, { start, end, text }) => sum + text.length - (end - start), 0);
}

/** Puts sorted, disjoint edits into a text, or into the part of it that they all stand in. */
export function applyEdits(
  text: string,
  edits: readonly Edit[],
  { start, end } = { start: 0, end: text.length },
): string {
  let result = "";
  let at = start;
  for (const edit of edits) {
    result += text.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return result + text.slice(at, end);
}

function compareCandidates(one: Candidate, other: Candidate): number {
  return (
    (one.fix.edits[0]?.start ?? 0) - (other.fix.edits[0]?.start ?? 0) ||
    (one.fix.edits.at(-1)?.end ?? 0) - (other.fix.edits.at(-1)?.end ?? 0) ||
    compareText(one.code, other.code) ||
    compareText(JSON.stringify(one.fix.edits), JSON.stringify(other.fix.edits))
  );
}

/** Why a fix cannot be applied to a text at all; undefined where it can. */
function findMalformation(text: string, edits: readonly Edit[]): string | undefined {
  let previous = -1;
  for (const { start, end } of edits) {
    if (start < 0 || end < start || end > text.length) return "an edit lies outside the text";
    if (start < previous) return "its edits overlap or are not in order";
    previous = end;
  }
  const changes = edits.some((edit) => text.slice(edit.start, edit.end) !== edit.text);
  return changes ? undefined : "it changes nothing";
}

/** The index at which an edit belongs in a list that is sorted by start. */
function findPlace(edit: Edit, sorted: readonly Edit[]): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle]?.start ?? 0) < edit.start) low = middle + 1;
    else high = middle;
  }
  // An insertion that touches a later edit of its own fix starts where that one does, and goes before it.
  while (sorted[low] !== undefined && sorted[low]?.start === edit.start && (sorted[low]?.end ?? 0) <= edit.start) low++;
  return low;
}

/** Whether an edit overlaps or touches one of a sorted, disjoint list. */
function meetsAny(edit: Edit, sorted: readonly Edit[]): boolean {
  const place = findPlace(edit, sorted);
  return [sorted[place - 1], sorted[place]].some(
    (other) => other !== undefined && edit.start <= other.end && other.start <= edit.end,
  );
}
