/** Which findings are to be left out by a comment at which place: widened until all are, and nothing is read otherwise. */
import type { Finding } from "#rules/define-rule.ts";
import type { Document } from "#rules/document.ts";
import {
  type Commented,
  findTrouble,
  groupByPlace,
  type IgnoreComment,
  keyOf,
  writeComments,
} from "./ignores-comments.ts";
import { type IgnorePlace, placesFor } from "./ignores-places.ts";

/** A finding to leave out, and the place of the comment that does it; undefined where there is none left. */
export interface Wanted {
  readonly finding: Finding;
  readonly places: Iterator<IgnorePlace, void>;
  place: IgnorePlace | undefined;
}

/** What is known on the way. */
export interface Plan {
  readonly before: Document;
  readonly read: (text: string) => Document;
  /** What stands behind the rules of each comment; empty for nothing. */
  readonly reason: string;
  wanted: readonly Wanted[];
  /** Places at which a comment changes how the recipe is read. */
  readonly banned: Set<string>;
  /** Findings that fell silent as soon as a comment stood there, and need none. */
  readonly withdrawn: Set<string>;
}

/** The same for findings of one rule at one place. */
export function nameOf({ code, range }: Finding): string {
  return `${code} ${range.start} ${range.end}`;
}

/** Adds a finding, at its nearest place. */
export function want(plan: Plan, finding: Finding): void {
  const places = placesFor(plan.before, finding);
  plan.wanted = [...plan.wanted, { finding, places, place: places.next().value ?? undefined }];
}

/** Moves a finding's comment to the next place that is left. Returns whether it had one until now. */
export function advance({ banned }: Plan, wanted: Wanted): boolean {
  if (wanted.place === undefined) return false;
  do wanted.place = wanted.places.next().value ?? undefined;
  while (wanted.place !== undefined && banned.has(keyOf(wanted.place)));
  return true;
}

/** Moves comments to wider places until all that have a place cover their findings and nothing is read otherwise. */
export function settle(plan: Plan): Commented {
  const { before, read, reason, banned } = plan;
  for (;;) {
    for (const one of plan.wanted) if (one.place !== undefined && banned.has(keyOf(one.place))) advance(plan, one);
    const comments = commentsFor(plan.wanted);
    const commented = writeComments(before, comments, reason);
    if (comments.length === 0) return commented;
    const placed = plan.wanted.filter(({ place }) => place !== undefined);
    const findings = placed.map(({ finding }) => finding);
    const { isBroken, uncovered } = findTrouble(before, commented, read(commented.text), findings);
    if (isBroken) {
      for (const comment of findCulprits(plan, comments)) banned.add(keyOf(comment));
    } else if (uncovered.length === 0) return commented;
    else for (const one of placed) if (uncovered.includes(one.finding)) advance(plan, one);
  }
}

/** The comments that change how the recipe is read; where only their number does, the last. */
function findCulprits({ before, read, reason }: Plan, comments: readonly IgnoreComment[]): readonly IgnoreComment[] {
  const culprits = comments.filter((comment) => {
    const alone = writeComments(before, [comment], reason);
    return findTrouble(before, alone, read(alone.text), []).isBroken;
  });
  return culprits.length > 0 ? culprits : comments.slice(-1);
}

/** A finding that the comment of another's section or of the file leaves out needs none of its own. */
function commentsFor(wanted: readonly Wanted[]): IgnoreComment[] {
  const placed = wanted.flatMap(({ place, finding }) => (place === undefined ? [] : [{ place, finding }]));
  const wide = placed.filter(({ place }) => place.covers !== undefined);
  const needed = placed.filter(
    ({ place, finding: { code, range } }) =>
      !wide.some(
        ({ place: { covers, form }, finding }) =>
          finding.code === code &&
          covers !== undefined &&
          covers.start <= range.start &&
          range.start < covers.end &&
          (place.covers === undefined || (form === "deflint-ignore-file" && place.form !== form)),
      ),
  );
  return groupByPlace(needed.map(({ place, finding: { code } }) => ({ place, code })));
}
