/** Says why no engine was found, as far as PATH and the environment tell. */
import { type Stats, statSync } from "node:fs";
import { delimiter, isAbsolute, join } from "node:path";

const NAMES = ["apptainer", "singularity"] as const;

/** One sentence for a person: what stands in the way, and what to do. */
export function describeMissingEngine(env: NodeJS.ProcessEnv): string {
  if (!env.PATH) return "PATH is empty, so neither apptainer nor singularity can be found and nothing can be built";
  // An empty entry is the working directory.
  for (const entry of env.PATH.split(delimiter).map((word) => word || ".")) {
    for (const name of NAMES) {
      const flaw = flawOf(entry, name);
      if (flaw !== undefined) return `${join(entry, name)} ${flaw}`;
    }
  }
  const name = NAMES.find((one) => env[`BASH_FUNC_${one}%%`] !== undefined);
  if (name !== undefined)
    return `${name} is a function of your shell, which only the shell can run: put the program itself on PATH`;
  return "neither apptainer nor singularity is on PATH, so nothing can be built: install Apptainer, or load its module";
}

/** Why what stands at a place of PATH is not taken; undefined where nothing stands there. */
function flawOf(entry: string, name: string): string | undefined {
  const found = lookAt(join(entry, name));
  if (found === undefined) return undefined;
  if (found.isDirectory()) return "is a directory, and no other apptainer or singularity is on PATH";
  if (!isAbsolute(entry))
    return `is passed over, since PATH names its directory by a relative path (${entry}): write the whole path there`;
  return "is there, but you may not execute it (see its permissions, and whether its disk is mounted noexec)";
}

function lookAt(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    // Not there, or behind a directory that is closed to us: either way nothing to tell of.
    return undefined;
  }
}
