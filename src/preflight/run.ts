/** Preflight as a step of `deflint build`: tells the findings and the obstacles, and stops what cannot succeed. */
import { renderRemaining } from "../build/announce.ts";
import type { Building } from "../build/building.ts";
import { say } from "../build/say.ts";
import { EXIT } from "../exit-codes.ts";
import { isBlocked, preflight } from "./index.ts";
import type { Obstacle } from "./obstacle.ts";
import { renderObstacle } from "./render.ts";

/**
 * Tells what was found on standard error. Resolves to the exit code where the build is not to start: with `--check`, and where
 * something blocks it.
 */
export async function runPreflight(building: Building): Promise<number | undefined> {
  const { args, prepared, io } = building;
  const { recipe } = prepared;
  if (recipe !== undefined) io.stderr.write(renderRemaining(building, io.stderr));
  if (!args.check && !args.preflight) return undefined;
  // A program that is not there is no refusal: nothing could be started.
  if (!args.check && prepared.facts.engine === undefined) return undefined;
  const obstacles = await preflight(args, prepared, io);
  if (args.check) return tellAll(building, obstacles);
  for (const obstacle of obstacles) if (obstacle.gravity !== "note") say(io, renderObstacle(obstacle));
  if (!isBlocked(obstacles)) return undefined;
  say(io, "so Apptainer was not started; --no-preflight starts it all the same");
  return EXIT.refused;
}

function tellAll({ io, prepared }: Building, obstacles: readonly Obstacle[]): number {
  for (const obstacle of obstacles) say(io, renderObstacle(obstacle));
  if (isBlocked(obstacles)) return EXIT.refused;
  const where = `in mode ${prepared.mode}`;
  say(io, obstacles.length === 0 ? `nothing stands in the way of a build ${where}` : `nothing stops a build ${where}`);
  return EXIT.clean;
}
