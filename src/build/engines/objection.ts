/** Why an engine cannot be given a command line: it does not run, is too old, or has no such flag. */

import { type Engine, isAtLeast } from "../../host/engine.ts";
import type { BuildArguments } from "../command-line/arguments.ts";
import { nameOf, OLDEST } from "./names.ts";

/**
 * One sentence, or undefined. Words after `--` count where deflint knows them; an engine of unknown version is given every
 * flag of its family.
 */
export function objectionToEngine(engine: Engine, args: Pick<BuildArguments, "given">): string | undefined {
  if (engine.unstartable) return `${engine.program} ${engine.silence}`;
  const isApptainer = engine.kind === "apptainer";
  const itself = `${engine.program} is ${nameOf(engine)}`;
  if (isAtLeast(engine.version, OLDEST[isApptainer ? "apptainer" : "singularity"]) === false)
    return `${itself}, which is too old: deflint build drives Apptainer ${OLDEST.apptainer} and Singularity ${OLDEST.singularity} and what came after them`;
  for (const { flag } of args.given) {
    if (flag.only !== undefined && (flag.only === "apptainer") !== isApptainer)
      return `--${flag.name} is a flag of ${isApptainer ? "SingularityCE" : "Apptainer"}, and ${itself}`;
    const since = isApptainer ? flag.since : flag.sinceSingularity;
    if (since !== undefined && isAtLeast(engine.version, since) === false)
      return `--${flag.name} came with ${familyAt(engine, since)} ${since}, and ${itself}`;
  }
  return undefined;
}

/** From 3.9 on there is SingularityCE only. */
function familyAt(engine: Engine, since: string): string {
  if (engine.kind === "apptainer") return "Apptainer";
  return isAtLeast(since, "3.9") === true ? "SingularityCE" : "Singularity";
}
