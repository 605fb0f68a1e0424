/** Which directories of the container the user has bound already, by flag or by environment. */
import { posix } from "node:path";
import { splitAtCommas } from "../../csv.ts";
import { isInside } from "../../host/places.ts";
import { type BuildArguments, valuesOf } from "../command-line/arguments.ts";

/**
 * The destinations of the user's own binds, normalised: `--bind`, `--mount`, and the variables that reach the nested exec
 * of %post (APPTAINER_BIND, _BINDPATH, _MOUNT and their SINGULARITY_ names; seen on real Apptainer 1.4.5).
 */
export function userDestinations(
  args: Pick<BuildArguments, "given">,
  env: Readonly<Record<string, string | undefined>>,
): string[] {
  const fromEnvironment = (name: string) =>
    [env[`APPTAINER_${name}`], env[`SINGULARITY_${name}`]].filter((value) => value !== undefined);
  const binds = [...valuesOf(args, "bind"), ...fromEnvironment("BIND"), ...fromEnvironment("BINDPATH")];
  const mounts = [...valuesOf(args, "mount"), ...fromEnvironment("MOUNT").flatMap((value) => value.split("\n"))];
  return [...binds.flatMap((specs) => specs.split(",").map(destinationOfBind)), ...mounts.map(destinationOfMount)]
    .filter((destination) => destination !== undefined && destination !== "")
    .map((destination) => posix.normalize(destination as string).replace(/(.)\/$/, "$1"));
}

/** Whether a bind of the user's lies on `directory` or below it, where a bind of ours over `directory` would hide it. */
export function isTaken(directory: string, destinations: readonly string[]): boolean {
  return destinations.some((destination) => isInside(destination, directory));
}

/** `src[:dest[:opts]]`; without a destination the source is it. */
function destinationOfBind(spec: string): string | undefined {
  const [source, destination] = spec.split(/(?<!\\):/);
  return destination !== undefined && destination !== "" ? destination : source;
}

function destinationOfMount(spec: string): string | undefined {
  for (const field of splitAtCommas(spec)) {
    const [, value] = /^(?:destination|dst|target)=(.*)$/.exec(field) ?? [];
    if (value !== undefined) return value;
  }
  return undefined;
}

/** A `--mount` word that binds `source` over `destination`; fields are quoted as CSV where a path needs it. */
export function mountWord(source: string, destination: string): string {
  return ["type=bind", `source=${source}`, `destination=${destination}`]
    .map((field) => (/[",\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field))
    .join(",");
}
