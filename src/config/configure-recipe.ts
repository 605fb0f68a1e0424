/** What a configuration says of one recipe, for commands that are about one. */
import { dirname, resolve } from "node:path";
import { EVERY_RULE } from "../engine/choice.ts";
import { type ConfigurationFlags, type Configured, findConfigurations } from "./configurations.ts";

/** The parts of a configuration that count where a recipe is built. */
export type RecipeConfiguration = Pick<Configured, "choice" | "target" | "offeredArguments">;

/** Where nothing is configured. */
export const NOT_CONFIGURED: RecipeConfiguration = { choice: EVERY_RULE, target: {}, offeredArguments: new Map() };

/**
 * Reads the configuration of a recipe.
 * @param path of the recipe, absolute or relative to `cwd`; undefined for standard input
 * @throws UsageError for flags or a configuration that cannot be followed
 */
export async function configureRecipe(
  path: string | undefined,
  flags: ConfigurationFlags,
  cwd: string,
): Promise<RecipeConfiguration> {
  const configurations = await findConfigurations(flags, cwd);
  const recipe = path === undefined ? undefined : resolve(cwd, path);
  const place = recipe === undefined ? { directory: cwd } : { directory: dirname(recipe), recipe };
  return (await configurations.of(place)) ?? NOT_CONFIGURED;
}
