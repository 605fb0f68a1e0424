/** Writes comments into a recipe that leave its findings out. */
import type { Edit, Finding } from "#rules/define-rule.ts";
import type { Document } from "#rules/document.ts";
import { isAboutSuppressions } from "../engine/suppress.ts";
import { type Commented, type IgnoreComment, keyOf, moveBack } from "./ignores-comments.ts";
import { advance, nameOf, type Plan, settle, want } from "./ignores-plan.ts";

/** Each round moves at least one comment to a wider place; more would be rules that speak of each other's comments. */
const MAXIMUM_ROUNDS = 25;

/** What reads and judges a text, and what is written into it. */
export interface IgnoreOptions {
  readonly read: (text: string) => Document;
  /** The findings to leave out: those that are shown. */
  readonly lint: (text: string) => readonly Finding[];
  /** What stands behind the rules; without it nothing does. */
  readonly reason?: string;
}

/** A recipe whose findings are left out by comments. */
export interface Ignored {
  readonly text: string;
  readonly comments: readonly IgnoreComment[];
  /** How many findings the comments leave out. */
  readonly leftOut: number;
  /** All that is found in `text` still, what is said of suppressions included. */
  readonly left: readonly Finding[];
  /** Those that no comment can leave out, with the reason as a sentence; their ranges are those of the text before. */
  readonly kept: readonly { readonly finding: Finding; readonly reason: string }[];
}

const NOWHERE = "there is no place for a comment that would cover it and that Apptainer takes for a comment";
const RESTLESS = "it comes and goes with the comment that would leave it out";

/** Leaves out the findings of a text. Never throws where `read` and `lint` do not. */
export function addIgnores(text: string, findings: readonly Finding[], options: IgnoreOptions): Ignored {
  const plan: Plan = {
    before: options.read(text),
    read: options.read,
    reason: oneLine(options.reason ?? ""),
    wanted: [],
    banned: new Set(),
    withdrawn: new Set(),
  };
  for (const finding of findings) if (!isAboutSuppressions(finding)) want(plan, finding);
  for (let round = 1; ; round++) {
    const commented = settle(plan);
    const remaining = options.lint(commented.text);
    const changes = remaining.map((finding) =>
      isAboutSuppressions(finding) ? withdraw(plan, commented, finding) : widen(plan, commented, finding),
    );
    if (!changes.includes(true) || round === MAXIMUM_ROUNDS) return conclude(commented, remaining, plan);
  }
}

/** Takes back what a comment of this run leaves out in vain, since its own coming silenced it. Returns whether it did. */
function withdraw(plan: Plan, { text, lines }: Commented, { code, range }: Finding): boolean {
  const own = lines.find(({ range: { start, end } }) => start <= range.start && range.start < end);
  if (own === undefined || code !== "DF901") return false;
  const unused = text.slice(range.start, range.end);
  const [vain, kept] = partition(
    plan.wanted,
    ({ place, finding }) => place !== undefined && keyOf(place) === keyOf(own.comment) && finding.code === unused,
  );
  for (const { finding } of vain) plan.withdrawn.add(nameOf(finding));
  plan.wanted = kept;
  return vain.length > 0;
}

/** Moves the comment of a finding that is still there to the next place. Returns whether there was anything to do. */
function widen(plan: Plan, { lines }: Commented, finding: Finding): boolean {
  const original = { ...finding, range: moveBack(finding.range, lines) };
  const known = plan.wanted.find((one) => nameOf(one.finding) === nameOf(original));
  if (known !== undefined) return advance(plan, known);
  if (plan.withdrawn.has(nameOf(original))) return false;
  want(plan, original);
  return true;
}

function partition<Item>(items: readonly Item[], test: (item: Item) => boolean): [Item[], Item[]] {
  return [items.filter(test), items.filter((item) => !test(item))];
}

/** The edit that leaves one finding out where it stands; undefined where no comment can. Never throws. */
export function ignoreFinding(
  document: Document,
  finding: Finding,
  { read, reason = "" }: Omit<IgnoreOptions, "lint">,
): Edit | undefined {
  if (isAboutSuppressions(finding)) return undefined;
  const plan: Plan = {
    before: document,
    read,
    reason: oneLine(reason),
    wanted: [],
    banned: new Set(),
    withdrawn: new Set(),
  };
  want(plan, finding);
  const { text, lines } = settle(plan);
  const [line] = lines;
  if (line === undefined) return undefined;
  const { offset } = line.comment;
  return { start: offset, end: offset, text: text.slice(line.range.start, line.range.end) };
}

function conclude({ text, lines }: Commented, remaining: readonly Finding[], { wanted }: Plan): Ignored {
  const kept = remaining
    .filter((finding) => !isAboutSuppressions(finding))
    .map((finding) => {
      const original = { ...finding, range: moveBack(finding.range, lines) };
      const isPlaced = wanted.some((one) => nameOf(one.finding) === nameOf(original) && one.place !== undefined);
      return { finding: original, reason: isPlaced ? RESTLESS : NOWHERE };
    });
  return {
    text,
    comments: lines.map(({ comment }) => comment),
    leftOut: wanted.length - kept.length,
    left: remaining,
    kept,
  };
}

/** A comment ends with its line. */
function oneLine(reason: string): string {
  return reason.replace(/[\s\p{Cc}]+/gu, " ").trim();
}
