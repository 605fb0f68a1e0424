/** The edits that make one text of another, line by line: an editor keeps its cursor where nothing changes. */
import { diffLines } from "diff";
import type { Edit } from "#rules/define-rule.ts";

/** Sorted, disjoint edits; none for equal texts. */
export function editsBetween(before: string, after: string): readonly Edit[] {
  const edits: Edit[] = [];
  let at = 0;
  for (const { added, removed, value } of diffLines(before, after)) {
    const last = edits.at(-1);
    // What goes and what comes at one place is one edit.
    if (added && last !== undefined && last.end === at) edits[edits.length - 1] = { ...last, text: last.text + value };
    else if (added) edits.push({ start: at, end: at, text: value });
    if (added) continue;
    if (removed && last !== undefined && last.end === at) edits[edits.length - 1] = { ...last, end: at + value.length };
    else if (removed) edits.push({ start: at, end: at + value.length, text: "" });
    at += value.length;
  }
  return edits;
}
