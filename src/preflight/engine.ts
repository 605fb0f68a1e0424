import { engineObstacles } from "../build/engines/obstacles.ts";
import type { Check } from "./obstacle.ts";

/** Whether there is anything to build with, and what it cannot do of this build. */
export const checkEngine: Check = ({ prepared, args, document }) => {
  const { facts, decision, mode } = prepared;
  if (facts.engine !== undefined)
    return engineObstacles(facts, args, document?.recipe, decision.possible ? decision.mode : mode);
  return [
    {
      name: "no-engine",
      gravity: "blocking",
      message: "neither apptainer nor singularity is on PATH",
      cure: "load the site's module for Apptainer, or put the directory of the program on PATH",
    },
  ];
};
