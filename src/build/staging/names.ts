/** The names that the engine is given in place of the person's, and the reasons; the same in a dry run and in a build. */
import { join } from "node:path";
import { type BuildArguments, isGiven } from "../command-line/arguments.ts";
import { LOG_FILES } from "../report/log-directory.ts";
import { type Sibling, siblingAt, siblingPrefix } from "./sibling.ts";
import { asWritten, type BuildTarget, linkAt, standsAt } from "./target.ts";

/** Names for the engine. */
export interface StagedNames {
  /** Absolute, or relative to the working directory where the person's was. */
  readonly image: string;
  /** The recipe as it was read, mended or not; undefined where the engine is given what is no definition file. */
  readonly recipe: string | undefined;
  /** False where the engine works at the person's own name. */
  readonly isProtected: boolean;
  readonly reasons: readonly string[];
}

/** The sibling that a dry run shows. */
export function exampleSibling(directory: string, target: BuildTarget): Sibling {
  return siblingAt(join(directory, `${siblingPrefix(target)}XXXXXX`), target);
}

/** Looks at the target, and changes nothing. */
export async function nameStaged(
  args: BuildArguments,
  target: BuildTarget,
  sibling: Sibling,
  cwd: string,
  hasRecipe: boolean,
): Promise<StagedNames> {
  const against = await reasonAgainst(args, target);
  const shown = (path: string) => asWritten(path, target, cwd);
  const link = await linkAt(target);
  const reasons = [
    against ?? `the image is made in ${shown(sibling.path)} and put in the place of ${args.image} once it is complete`,
    ...(link === undefined || against !== undefined
      ? []
      : [
          `${args.image} is a link: as with plain Apptainer the image takes the place of the link, and ${link} is not touched`,
        ]),
  ];
  return {
    image: against === undefined ? shown(sibling.image) : args.image,
    recipe: hasRecipe ? shown(join(sibling.log, LOG_FILES.recipe)) : undefined,
    isProtected: against === undefined,
    reasons,
  };
}

/** Why the engine works at the target itself, in one sentence; undefined where the build is staged. */
async function reasonAgainst(args: BuildArguments, target: BuildTarget): Promise<string | undefined> {
  if (isGiven(args, "update"))
    return `with --update Apptainer changes ${args.image} in place, so nothing is protected: a build that fails or is interrupted leaves it half changed`;
  // Only --no-preflight leads here.
  if (!isGiven(args, "force") && (await standsAt(target)))
    return `${args.image} is there and --force was not given, so Apptainer is left to ask and works at ${args.image} itself: nothing is protected`;
  return undefined;
}
