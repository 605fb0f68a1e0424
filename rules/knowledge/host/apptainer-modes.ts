/** Hazards of Apptainer itself: what they do in a build with proot, which is SingularityCE's, is not known. */
import { BUILD_MODES, type Effect, type Modes } from "../../define-rule.ts";

/** For a hazard that does the same in every mode of Apptainer. */
export function inEveryApptainerMode(effect: Effect): Modes {
  return Object.fromEntries(BUILD_MODES.filter((mode) => mode !== "proot").map((mode) => [mode, effect]));
}
