/** What a build is watched for, from what is known of it. */
import type { Building } from "./building.ts";
import type { BuildPlan } from "./plan/plan.ts";
import { tempDirectoriesOf } from "./progress/temp-directories.ts";
import type { Watching } from "./progress/watch.ts";

/** @param env the whole environment of the engine */
export function watchingOf(
  { args, prepared }: Pick<Building, "args" | "prepared">,
  plan: BuildPlan,
  env: NodeJS.ProcessEnv,
): Watching {
  const { recipe } = prepared;
  return {
    recipe: recipe && { path: args.recipe, source: recipe.source, built: recipe.mended.text },
    tempDirectories: tempDirectoriesOf(plan, args, env),
    live: args.progress,
  };
}
