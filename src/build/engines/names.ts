/** What the engines call themselves, and the oldest versions that deflint drives. */
import type { Engine } from "../../host/engine.ts";

/** Singularity 3.3 brought --fakeroot; `buildcfg`, which tells of the setuid part, is a little older. */
export const OLDEST = { apptainer: "1.0", singularity: "3.3" } as const;

/** "SingularityCE 4.1.2", "Apptainer": as a person knows the engine. */
export function nameOf(engine: Engine): string {
  return [productOf(engine), engine.version].filter((part) => part !== undefined).join(" ");
}

function productOf({ kind, pro }: Engine): string {
  if (kind === "apptainer") return "Apptainer";
  if (kind === "singularity") return "Singularity";
  return pro === true ? "SingularityPRO" : "SingularityCE";
}
