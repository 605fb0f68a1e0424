/** The library: parse, lint and fix definition files from a program. */
import { parse, type Recipe, type SourceText, sourceFromBytes, sourceFromText } from "#grammar/index.ts";
import type { BuildMode, Finding, Rule, Target } from "#rules/define-rule.ts";
import { rules } from "#rules/index.ts";
import { lint as lintSource } from "./engine/lint.ts";
import { makeTarget } from "./engine/target.ts";
import { type BrokenFix, type Converged, converge } from "./fixer/converge.ts";
import { guard } from "./fixer/guard.ts";
import type { Candidate } from "./fixer/select.ts";

/** What a recipe is judged for, where that is not the default. */
export interface LintSettings {
  /** `suid-fakeroot` unless given. */
  readonly mode?: BuildMode;
  /** Everything else that is known of where the recipe is to be built; its mode wins over `mode`. */
  readonly target?: Target;
  /** Values of `{{ }}` references; they win over `%arguments`. */
  readonly buildArguments?: ReadonlyMap<string, string>;
}

/** The same, and which fixes are wanted. */
export interface FixSettings extends LintSettings {
  /** Whether fixes that may change what a privileged build does are applied too. */
  readonly unsafe?: boolean;
}

/** The findings of a text, sorted by place. Never throws. */
export function lint(text: string | SourceText, settings: LintSettings = {}): readonly Finding[] {
  const target = settings.target ?? makeTarget(settings.mode ?? "suid-fakeroot");
  const source = typeof text === "string" ? sourceFromText(text) : text;
  return lintSource(source, {
    rules,
    target,
    ...(settings.buildArguments && { buildArguments: settings.buildArguments }),
  });
}

/** The text with its fixes applied, and what remains. Never throws. */
export function fix(text: string, settings: FixSettings = {}): Converged {
  return converge(text, {
    lint: (current) => lint(current, settings),
    guard,
    selection: { unsafe: settings.unsafe === true, hygiene: true },
  });
}

export type { BrokenFix, BuildMode, Candidate, Converged, Finding, Recipe, Rule, SourceText, Target };
export { parse, rules, sourceFromBytes, sourceFromText };
