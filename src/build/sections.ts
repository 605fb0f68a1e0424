/** Which sections of a recipe a build runs. */
import type { Io } from "../io.ts";
import { type BuildArguments, valuesOf } from "./command-line/arguments.ts";

/** Whether `%files` is run: `--section` may leave it out; %post it leaves out of no build (run on Apptainer 1.4.5). */
export function copiesFiles(args: Pick<BuildArguments, "given">, env: Io["env"]): boolean {
  const given = [...valuesOf(args, "section"), env.APPTAINER_SECTION ?? env.SINGULARITY_SECTION ?? ""];
  const sections = given.flatMap((words) => words.split(",")).filter((word) => word !== "");
  return sections.length === 0 || sections.includes("all") || sections.includes("files");
}
