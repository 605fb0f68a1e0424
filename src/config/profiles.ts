/** Profiles of sites: configurations that come with deflint. */
import { readdirSync } from "node:fs";
import { join } from "node:path";

/** Beside this file in the source tree, and beside the bundle in the package: people may read them. */
const DIRECTORY = join(import.meta.dirname, "profiles");

/** What a configuration writes before the name of a profile. */
export const PROFILE_PREFIX = "deflint:";

/** The names of all profiles, sorted. */
export function profileNames(): readonly string[] {
  return readdirSync(DIRECTORY)
    .flatMap((file) => (file.endsWith(".toml") ? [file.slice(0, -".toml".length)] : []))
    .sort();
}

/** The absolute path of a profile. */
export function profilePath(name: string): string {
  return join(DIRECTORY, `${name}.toml`);
}
