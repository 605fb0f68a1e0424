/** Fixes a text until nothing moves: apply, judge again, and watch that no fix breaks what it must keep. */
import type { Finding } from "#rules/define-rule.ts";
import { applyPass } from "./apply.ts";
import type { Guard } from "./guard.ts";
import { type Candidate, type Selection, selectFixes } from "./select.ts";

/** Enough for fixes that uncover each other; more would be a quarrel of rules. */
export const MAXIMUM_PASSES = 10;

/** UTF-16 code units to which fixes may let a text grow: one that inserts more than the recipe itself would never end. */
export function largestFrom(text: string): number {
  return 2 * text.length + 64 * 1024;
}

/** What judges, what guards, and which fixes are wanted. */
export interface ConvergeOptions {
  /** Judges a text; called once before the first pass and once after each. */
  readonly lint: (text: string) => readonly Finding[];
  readonly guard: Guard;
  readonly selection: Selection;
}

/** A fix that was left out because it is wrong: a bug of its rule. */
export interface BrokenFix {
  readonly code: string;
  readonly name: string;
  readonly title: string;
  /** What it would have broken, as the end of a sentence. */
  readonly reason: string;
}

/** A text at rest, and how it came to be. */
export interface Converged {
  readonly text: string;
  /** What was applied on the way to `text`, in order. */
  readonly applied: readonly Candidate[];
  /** How many findings had one of these fixes. */
  readonly cured: number;
  /** The findings of `text`. */
  readonly findings: readonly Finding[];
  readonly broken: readonly BrokenFix[];
  /** Codes of the rules whose fixes undo each other or never come to rest, sorted; empty where all settled. */
  readonly unsettled: readonly string[];
  readonly passes: number;
}

interface State {
  readonly text: string;
  readonly findings: readonly Finding[];
  /** The fixes that led to this text from the one before. */
  readonly applied: readonly Candidate[];
  readonly cured: number;
}

/** Applies the selected fixes of a text, pass after pass. Never throws where `lint` and `guard` do not. */
export function converge(text: string, { lint, guard, selection }: ConvergeOptions): Converged {
  const states: State[] = [{ text, findings: lint(text), applied: [], cured: 0 }];
  const broken = new Map<string, BrokenFix>();
  const largest = largestFrom(text);
  const finish = (length: number, quarrel: readonly Pick<State, "applied">[] = []): Converged => {
    const kept = states.slice(0, length);
    const last = kept.at(-1) as State;
    return {
      text: last.text,
      applied: kept.flatMap(({ applied }) => applied),
      cured: kept.reduce((sum, { cured }) => sum + cured, 0),
      findings: last.findings,
      broken: [...broken.values()],
      unsettled: [...new Set(quarrel.flatMap(({ applied }) => applied.map(({ code }) => code)))].sort(),
      passes: states.length - 1,
    };
  };

  while (states.length <= MAXIMUM_PASSES) {
    const { text: before, findings } = states.at(-1) as State;
    const pass = runPass(before, structureFirst(selectFixes(findings, selection)), guard, largest);
    for (const fix of pass.broken) broken.set(`${fix.code} ${fix.title} ${fix.reason}`, fix);
    if (pass.applied.length === 0) return finish(states.length);
    const entry = states.findIndex((state) => state.text === pass.text);
    if (entry !== -1) {
      // The first text of a cycle is the one that a second run would end at too.
      return finish(entry + 1, [...states.slice(entry + 1), pass]);
    }
    states.push({ text: pass.text, findings: lint(pass.text), applied: pass.applied, cured: pass.cured });
  }
  const last = states.at(-1) as State;
  const settled = runPass(last.text, selectFixes(last.findings, selection), guard, largest).applied.length === 0;
  return finish(states.length, settled ? [] : [last]);
}

/** What changes how a text is read has a pass of its own: the guard can judge the rest only where the reading stays. */
function structureFirst(candidates: readonly Candidate[]): readonly Candidate[] {
  const structural = candidates.filter(({ fix }) => fix.changesStructure);
  return structural.length > 0 ? structural : candidates;
}

interface GuardedPass {
  readonly text: string;
  readonly applied: readonly Candidate[];
  readonly cured: number;
  readonly broken: readonly BrokenFix[];
}

function runPass(before: string, candidates: readonly Candidate[], guard: Guard, largest: number): GuardedPass {
  const whole = applyPass(before, candidates, largest);
  const broken = whole.malformed.map(({ candidate, reason }) => describeBroken(candidate, reason));
  const harmless = whole.applied.length === 0 || complain(guard, before, whole.text, whole.applied) === undefined;
  if (harmless) return { text: whole.text, applied: whole.applied, cured: whole.cured, broken };

  const culprits = new Set<Candidate>();
  let kept: readonly Candidate[] = [];
  for (const candidate of whole.applied) {
    const attempt = applyPass(before, [...kept, candidate], largest);
    const complaint = complain(guard, before, attempt.text, attempt.applied);
    if (complaint === undefined) kept = attempt.applied;
    else {
      culprits.add(candidate);
      broken.push(describeBroken(candidate, complaint));
    }
  }
  // Those that a culprit stood in the way of get their turn.
  const rest = runPass(
    before,
    candidates.filter((candidate) => !culprits.has(candidate)),
    guard,
    largest,
  );
  return { ...rest, broken: [...broken, ...rest.broken] };
}

function complain(guard: Guard, before: string, after: string, applied: readonly Candidate[]): string | undefined {
  return guard(
    before,
    after,
    applied.map(({ fix }) => fix),
  );
}

function describeBroken({ code, name, fix }: Candidate, reason: string): BrokenFix {
  return { code, name, title: fix.title, reason };
}
