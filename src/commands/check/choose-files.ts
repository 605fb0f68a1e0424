/** Which recipes a check is about. */
import { type Discovery, type DiscoveryOptions, discoverRecipes, isExcluded } from "../../files/discover.ts";
import type { Exclude, ExcludeFinder, Exclusion } from "../../files/exclusion.ts";
import { realPathOf } from "../../files/existence.ts";
import { STANDARD_INPUT } from "../../files/read.ts";
import type { Io } from "../../io.ts";
import type { CheckFlags } from "./flags.ts";

/** The recipes, and what is known of standard input. */
export interface ChosenFiles extends Discovery {
  /** Whether standard input is to be left alone: it is not among the paths then, and --fix hands it on as it is. */
  readonly isInputExcluded: boolean;
}

/**
 * Finds the recipes that the words of a command line name. Rejects with a UsageError for what cannot be followed.
 * @param configured finds what the configuration of a directory, given as an absolute path, excludes
 */
export async function chooseFiles(
  given: readonly string[],
  flags: CheckFlags,
  configured: ExcludeFinder,
  io: Io,
): Promise<ChosenFiles> {
  const options: DiscoveryOptions = {
    cwd: io.cwd,
    loadExclusion: loadOnce(joinExcludes(flags.exclude ?? [], configured, io.cwd)),
    forceExclude: flags.forceExclude === true,
    takeIgnored: flags.gitignore === false,
  };
  const readsInput = given.includes(STANDARD_INPUT);
  const isInputExcluded = readsInput && flags.forceExclude === true && (await isExcluded(nameOfInput(flags), options));
  const wanted = isInputExcluded ? given.filter((path) => path !== STANDARD_INPUT) : given;
  return { ...(await discoverRecipes(wanted, options)), isInputExcluded };
}

/** The name by which standard input goes in reports, diffs and configuration. */
export function nameOfInput(flags: CheckFlags): string {
  return flags.stdinFilename || STANDARD_INPUT;
}

/** What the flags exclude everywhere, and what the configuration excludes in each directory. */
function joinExcludes(globs: readonly string[], configured: ExcludeFinder, cwd: string): ExcludeFinder {
  const own: Exclude[] = globs.length > 0 ? [{ directory: realPathOf(cwd), globs }] : [];
  return async (directory) => [...own, ...(await configured(directory))];
}

/** Who names files, and nothing else, needs no globs. */
function loadOnce(find: ExcludeFinder): () => Promise<Exclusion> {
  let loaded: Promise<Exclusion> | undefined;
  return () => {
    loaded ??= import("../../files/exclusion.ts").then(({ makeExclusion }) => makeExclusion(find));
    return loaded;
  };
}
