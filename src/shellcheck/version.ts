/** Which ShellCheck it is. */

/** The first version that knows `--norc` and the format json1. */
const OLDEST = [0, 7] as const;

/** The version in what `shellcheck --version` prints; undefined where there is none. */
export function readVersion(output: string): string | undefined {
  return /^version:\s*v?(\d+\.\d+\S*)/m.exec(output)?.[1];
}

/** Why a version cannot be used, as the end of a sentence; undefined for one that can. */
export function describeOldVersion(version: string): string | undefined {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const isOld = major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1]);
  return isOld ? `is version ${version}; deflint needs ${OLDEST.join(".")} or later` : undefined;
}
