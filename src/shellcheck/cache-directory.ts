/** Where deflint keeps what it can find out again. */
import { isAbsolute, join } from "node:path";

/** The directory of the XDG base directory specification, which need not exist; undefined where the environment names none. */
export function cacheDirectoryOf(env: Readonly<Record<string, string | undefined>>): string | undefined {
  const { XDG_CACHE_HOME: cache = "", HOME: home = "" } = env;
  // The specification has relative ones ignored.
  if (isAbsolute(cache)) return join(cache, "deflint");
  return isAbsolute(home) ? join(home, ".cache", "deflint") : undefined;
}
