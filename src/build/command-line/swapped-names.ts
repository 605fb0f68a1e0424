/** Whether the two names of a command line stand in the wrong order. */
import { resolve } from "node:path";
import { lookAt } from "../images.ts";

/** One sentence that asks back, or undefined. A target that cannot be looked at is for others to judge. */
export async function findSwap(image: string, recipe: string, cwd: string): Promise<string | undefined> {
  if (image === "") return undefined;
  const look = (name: string) => lookAt(resolve(cwd, name)).catch(() => "missing" as const);
  const [target, source] = await Promise.all([look(image), look(recipe)]);
  const looksSwapped = /\.(def|recipe|singularity)$/i.test(image) && /\.(sif|simg|img|sqsh)$/i.test(recipe);
  if (!looksSwapped && !(target === "unknown-file" && /\.(sif|simg)$/i.test(recipe) && source !== "unknown-file"))
    return undefined;
  return `the image comes first and the recipe second, as with apptainer build: did you mean deflint build ${recipe} ${image} ?`;
}
