/** What deflint says that a recipe will come to: what the builds are held against. */
import { sourceFromText } from "#grammar/source.ts";
import type { Target } from "#rules/define-rule.ts";
import { rules } from "#rules/index.ts";
import { lint } from "../../src/engine/lint.ts";
import { makeTarget } from "../../src/engine/target.ts";
import { LAB_MODES, type LabMode } from "../apptainer/modes.ts";
import type { Demonstration, Outcome, Proof } from "./define-proof.ts";
import { recipeText } from "./recipe-text.ts";

/** The effect of the rule's finding in a mode, or of the one besides; `fine` where there is no such finding. */
export function predict(rule: string, demonstration: Demonstration, mode: LabMode): Outcome {
  const asked = demonstration.besides?.[mode] ?? rule;
  const target: Target = { ...makeTarget(mode), ...demonstration.target };
  const buildArguments = new Map(Object.entries(demonstration.buildArguments ?? {}));
  const findings = lint(sourceFromText(recipeText(demonstration.recipe)), { rules, target, buildArguments });
  return findings.find(({ code }) => code === asked)?.modes[mode] ?? "fine";
}

/** What is seen of a demonstration in one mode; undefined where it cannot be shown. */
export type SeenIn = (demonstration: Demonstration, mode: LabMode) => Outcome | undefined;

/** Where what is seen is not what the linter or the rule's meta says: one sentence each. */
export function differencesOf({ rule, demonstrations }: Proof, seenIn: SeenIn): string[] {
  const meta = rules.find(({ meta }) => meta.code === rule)?.meta;
  if (meta === undefined) return [`${rule} is no rule`];
  const said = demonstrations.flatMap((demonstration) =>
    LAB_MODES.flatMap((mode) => {
      const [seen, predicted] = [seenIn(demonstration, mode), predict(rule, demonstration, mode)];
      const what = demonstration.what === undefined ? "" : ` (${demonstration.what})`;
      if (seen === undefined || seen === predicted) return [];
      return [`${rule}${what}, ${mode}: seen ${seen}, and its finding says ${predicted}`];
    }),
  );
  const claimed = LAB_MODES.flatMap((mode) => {
    const own = demonstrations.filter(({ besides }) => besides?.[mode] === undefined);
    const outcomes = own.map((demonstration) => seenIn(demonstration, mode));
    const claim = meta.modes[mode] ?? "fine";
    const isShown = claim === "fine" ? outcomes.every((seen) => seen === "fine") : outcomes.includes(claim);
    if (isShown || outcomes.includes(undefined)) return [];
    return [`${rule}, ${mode}: its meta says ${claim}, and seen is ${outcomes.join(", ")}`];
  });
  return [...said, ...claimed];
}
