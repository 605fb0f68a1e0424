/** What `meta` says in words of its own, as a person reads it: severity, modes, fix. */
import { BUILD_MODES, type BuildMode, type Effect } from "#rules/define-rule.ts";
import type { RuleDoc } from "./rule-doc.ts";

/** Fixes by their kind, as a person asks for them. */
export const FIX_HELP: Readonly<Record<RuleDoc["fix"], string>> = {
  safe: "safe (--fix)",
  unsafe: "unsafe (--fix --unsafe-fixes)",
  manual: "by hand",
  none: "none",
};

/** What an effect means for whoever builds. */
export const EFFECT_WORDS: Readonly<Record<Effect, string>> = {
  fails: "the build fails",
  lost: "something is lost, and nothing says so",
  misleads: "the build goes on, and something is not as the recipe says",
};

/** The severity, or all that its fixtures show, with the confidence. */
export function describeSeverity({ severity, severities = [], confidence, group }: RuleDoc): string {
  const [worst, ...others] = severities;
  const ranked = others.length === 0 ? severity : `${worst} where proven, else ${others.join(" or ")}`;
  return `${ranked}, confidence ${confidence}${group === "hygiene" ? ", hygiene" : ""}`;
}

/** The modes in which a rule bites, by what it does there; `all` stands for the whole list. */
export function modesByEffect({ modes }: RuleDoc): { effect: Effect; modes: BuildMode[] | "all" }[] {
  return (["fails", "lost", "misleads"] as const)
    .map((effect) => ({ effect, modes: BUILD_MODES.filter((mode) => modes[mode] === effect) }))
    .filter((entry) => entry.modes.length > 0)
    .map((entry) => (entry.modes.length === BUILD_MODES.length ? { ...entry, modes: "all" } : entry));
}

/** The rules whose findings at the same place are left out in favour of this one's: codes, with names where known. */
export function supersededBy({ supersedes = [] }: RuleDoc, docs: readonly RuleDoc[]): { code: string; name: string }[] {
  return supersedes.map((code) => ({ code, name: docs.find((doc) => doc.code === code)?.name ?? "" }));
}
