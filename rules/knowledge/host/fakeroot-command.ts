/** What the host's fakeroot command, which Apptainer binds into the container, needs there. */

/**
 * Versions of glibc that changed symbols which fakeroot uses: where the host has one of them or a later one, its fakeroot
 * needs that version. Seen: fakeroot 1.31 of Debian 12 (glibc 2.36) needs 2.34, fakeroot 2.1.4 of Debian sid needs 2.38.
 */
const STEPS: readonly string[] = ["2.38", "2.34"];

export interface FakerootNeed {
  /** The oldest glibc with which it starts. */
  readonly glibc: string;
  /** False where the host's own version stands in for what is not known. */
  readonly isProven: boolean;
}

/** The glibc that the fakeroot command of a host needs, by the host's glibc. */
export function needOfFakeroot(hostGlibc: string): FakerootNeed {
  const step = STEPS.find((version) => !isOlderGlibc(hostGlibc, version));
  return step === undefined ? { glibc: hostGlibc, isProven: false } : { glibc: step, isProven: true };
}

/** Whether a glibc version is older than another. */
export function isOlderGlibc(version: string, than: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [otherMajor = 0, otherMinor = 0] = than.split(".").map(Number);
  return major < otherMajor || (major === otherMajor && minor < otherMinor);
}
