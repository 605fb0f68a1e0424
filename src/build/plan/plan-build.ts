/** Puts the plan of a build together from what is known of it, for a build and for a dry run alike. */
import type { Building } from "../building.ts";
import type { StagedNames } from "../staging/names.ts";
import { type BuildPlan, makePlan } from "./plan.ts";

/** The plan for the staged names. Without a private directory where the space plan needs none. */
export function planBuild(
  { args, prepared, io }: Pick<Building, "args" | "prepared" | "io">,
  names: StagedNames,
  privateDirectory: string | undefined,
): BuildPlan {
  const { recipe } = prepared;
  const plan = makePlan({
    program: prepared.facts.engine?.program ?? "apptainer",
    args: { ...args, image: names.image },
    prefix: prepared.prefix,
    cwd: io.cwd,
    mode: prepared.mode,
    modeReason: prepared.modeReason,
    space: prepared.space,
    privateDirectory,
    mendedRecipe: recipe?.mended.changed ? recipe.mended.text : undefined,
    recipePath: names.recipe ?? args.recipe,
  });
  return { ...plan, reasons: [...plan.reasons, ...names.reasons] };
}
