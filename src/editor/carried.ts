/** What ShellCheck said of the text before an edit, where the edit did not touch it: else it would vanish with every key. */
import type { Finding } from "#rules/define-rule.ts";
import type { OpenRecipe } from "./open-recipe.ts";

/** The findings of ShellCheck outside of the part in which two texts differ, without fixes: these are made anew. */
export function carryOver({ text: before, findings }: OpenRecipe, after: string): readonly Finding[] {
  const most = Math.min(before.length, after.length);
  let same = 0;
  while (same < most && before[same] === after[same]) same++;
  let sameAtEnd = 0;
  while (sameAtEnd < most - same && before.at(-1 - sameAtEnd) === after.at(-1 - sameAtEnd)) sameAtEnd++;
  const moved = after.length - before.length;
  return findings.flatMap((finding) => {
    const { source, range, related } = finding;
    if (source !== "shellcheck" || related.length > 0) return [];
    if (range.end <= same) return { ...finding, fix: undefined };
    if (range.start < before.length - sameAtEnd) return [];
    return { ...finding, fix: undefined, range: { start: range.start + moved, end: range.end + moved } };
  });
}
