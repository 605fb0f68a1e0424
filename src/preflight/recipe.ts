import { countSeverities } from "../reporters/count.ts";
import type { Check } from "./obstacle.ts";

/** Findings by which Apptainer refuses the recipe; they are shown whole elsewhere, with their places. */
export const checkRecipe: Check = ({ prepared }) => {
  const refused = prepared.recipe?.mended.refused ?? [];
  if (refused.length === 0) return [];
  const codes = [...new Set(refused.map(({ code }) => code))].join(", ");
  return [
    {
      name: "recipe-refused",
      gravity: "blocking",
      message: `Apptainer would refuse this recipe (${countSeverities(refused).join(", ")}: ${codes})`,
      cure: `correct what the ${refused.length === 1 ? "finding says" : "findings say"}; deflint explain ${refused[0]?.code} tells more`,
    },
  ];
};
