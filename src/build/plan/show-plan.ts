/** The dry run: shows the plan and changes nothing. */
import { join } from "node:path";
import { EXIT } from "../../exit-codes.ts";
import { announceRefusal, renderRemaining } from "../announce.ts";
import type { Building } from "../building.ts";
import { PRIVATE_PREFIX } from "../private-directory.ts";
import { say } from "../say.ts";
import { exampleSibling, nameStaged } from "../staging/names.ts";
import { targetOf } from "../staging/target.ts";
import { planBuild } from "./plan-build.ts";
import { renderPlan } from "./render-plan.ts";

/** Writes the plan to standard output, with XXXXXX where a build would have random letters. Resolves to the exit code. */
export async function showPlan(building: Building): Promise<number> {
  const { args, prepared, io } = building;
  const { recipe, space, facts } = prepared;
  const target = targetOf(args.image, io.cwd);
  const names = await nameStaged(args, target, exampleSibling(target.directory, target), io.cwd, recipe !== undefined);
  const plan = planBuild(building, names, space.parent && join(space.parent, `${PRIVATE_PREFIX}XXXXXX`));
  const findings = renderRemaining(building, io.stdout);
  io.stdout.write(renderPlan(plan, facts, recipe && { mended: recipe.mended, findings }));
  announceRefusal(building);
  if (recipe !== undefined && recipe.mended.refused.length > 0)
    say(io, "Apptainer would refuse this recipe, so a build would not start");
  return EXIT.clean;
}
