/** The text of a recipe that a proof builds. */
import type { Script } from "./define-proof.ts";

/** The file of the base, in the directory in which the recipe is built. */
export const BASE_FILE = "base.sif";

/**
 * Lines of `%post` become a recipe on the base, indented as people do. A whole recipe gets the name of the base for `{base}`,
 * and for `{registry}` the host and port of the registry that serves the bases as images (served-images.ts).
 */
export function recipeText(script: Script, registry = "127.0.0.1:5000"): string {
  if (typeof script === "string") return script.replaceAll("{base}", BASE_FILE).replaceAll("{registry}", registry);
  const lines = script.map((line) => (line === "" ? "\n" : `    ${line}\n`));
  return `Bootstrap: localimage\nFrom: ${BASE_FILE}\n\n%post\n${lines.join("")}`;
}
