/** "Did you mean". */

/** The candidate that a misspelt name most likely meant; undefined where none is near. */
export function findClosestName(name: string, candidates: readonly string[]): string | undefined {
  const wanted = name.toLowerCase();
  const ranked = candidates
    .map((candidate) => ({ candidate, distance: countEdits(wanted, candidate.toLowerCase()) }))
    .sort((one, other) => one.distance - other.distance);
  const best = ranked[0];
  return best !== undefined && best.distance <= Math.max(1, wanted.length / 3) ? best.candidate : undefined;
}

/** Insertions, deletions, replacements and swaps of neighbours that turn one text into the other. */
function countEdits(one: string, other: string): number {
  let twoBack: number[] = [];
  let previous = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let row = 1; row <= one.length; row++) {
    const current = [row];
    for (let column = 1; column <= other.length; column++) {
      const same = one[row - 1] === other[column - 1] ? 0 : 1;
      const replaced = (previous[column - 1] ?? 0) + same;
      const swapped =
        row > 1 && column > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1]
          ? (twoBack[column - 2] ?? 0) + 1
          : replaced;
      current.push(Math.min((previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1, replaced, swapped));
    }
    [twoBack, previous] = [previous, current];
  }
  return previous[other.length] ?? 0;
}
