/** What a person is told before anything is made: the findings that remain, what was mended, what Apptainer will say. */
import type { Output } from "../io.ts";
import type { Building } from "./building.ts";
import { describeMissingEngine } from "./engines/missing.ts";
import { describeApplied } from "./plan/render-plan.ts";
import { sourceOfFindings } from "./prepare.ts";
import { LOG_FILES, logDirectoryOf } from "./report/log-directory.ts";
import { say } from "./say.ts";

/** Tells it. Returns why there is nothing to build with, in one sentence, or undefined. */
export function announce(building: Building): string | undefined {
  const { prepared, io } = building;
  const { facts, recipe } = prepared;
  if (facts.engine === undefined) return describeMissingEngine(io.env);
  if (recipe !== undefined) {
    const { changed, applied } = recipe.mended;
    if (changed) say(io, `mended in memory (${describeApplied(applied)}); ${keptRecipe(building)} will hold it`);
  }
  return undefined;
}

/** Said, not obeyed: a security profile may allow Apptainer what it forbids to the probe. */
export function announceRefusal({ prepared, io }: Building): void {
  const { decision } = prepared;
  if (!decision.possible)
    say(io, `as it looks from here Apptainer will stop with: FATAL: ${decision.fatal}; cure: ${decision.cure}`);
}

/** The findings that the mend leaves, at their places in the recipe that the engine will read. */
export function renderRemaining(building: Building, output: Output): string {
  const { args, prepared, services } = building;
  if (prepared.recipe === undefined) return "";
  const { changed, findings } = prepared.recipe.mended;
  // A check keeps no recipe.
  const path = !changed ? args.recipe : args.check ? `${args.recipe} (mended)` : keptRecipe(building);
  return services.renderFindings(findings, sourceOfFindings(prepared.recipe), path, output);
}

/** Where the recipe that was built stands once the build has ended. */
function keptRecipe({ args }: Building): string {
  return `${logDirectoryOf(args.image, args.logDirectory)}/${LOG_FILES.recipe}`;
}
