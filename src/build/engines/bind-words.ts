/** How a build is told to bind a directory, by what the engine at hand has for it. */

import { type Engine, isAtLeast } from "../../host/engine.ts";
import { type BuildArguments, isGiven } from "../command-line/arguments.ts";
import { mountWord } from "../plan/mounts.ts";
import { nameOf } from "./names.ts";

/** The flag, or why there is none, in one sentence. */
export type BindMeans = { readonly flag: "mount" | "bind" } | { readonly obstacle: string };

interface Question {
  readonly engine?: Engine | undefined;
  readonly args: Pick<BuildArguments, "given">;
}

/**
 * --mount rather than --bind where there is both: a --bind makes Apptainer forget the person's APPTAINER_BINDPATH
 * (build_linux.go, runBuild), and --mount takes every path (run with commas, colons, quotes and line ends). Singularity's `build` has --bind from 3.8 and
 * SingularityCE's --mount from 3.9 on (its CHANGELOG.md); builds elsewhere and of Dockerfiles take neither (build_linux.go, runBuild).
 */
export function bindMeansOf(engine: Engine | undefined, args: Pick<BuildArguments, "given">): BindMeans {
  if (engine === undefined || engine.kind === "apptainer") return { flag: "mount" };
  const elsewhere = ["remote", "builder", "oci"].find((name) => isGiven(args, name));
  if (elsewhere !== undefined)
    return { obstacle: `with --${elsewhere} nothing can be bound: %post gets the /tmp that it finds there` };
  if (isAtLeast(engine.version, "3.9") === true) return { flag: "mount" };
  if (isAtLeast(engine.version, "3.8") !== false) return { flag: "bind" };
  return {
    obstacle: `${nameOf(engine)} cannot bind directories in a build (3.8 brought it), so %post keeps the host's /tmp and /var/tmp`,
  };
}

/** Why directories below `parent` cannot be bound, in one sentence, or undefined. */
export function bindObstacleOf({ engine, args }: Question, parent: string): string | undefined {
  const means = bindMeansOf(engine, args);
  if ("obstacle" in means) return means.obstacle;
  if (means.flag === "mount" || !/[:,"\\\n]/.test(parent)) return undefined;
  return `a --bind cannot name ${parent}, for the characters in it, so %post keeps the host's /tmp and /var/tmp`;
}

/** The words that bind `source` over `destination`. */
export function bindWords(flag: "mount" | "bind", source: string, destination: string): string[] {
  return flag === "mount" ? ["--mount", mountWord(source, destination)] : ["--bind", `${source}:${destination}`];
}
