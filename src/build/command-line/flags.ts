/** The flags of `apptainer build` and `singularity build`, as data: names, values, and the version that brought each. */

/** A flag as its program declares it. */
export interface EngineFlag {
  /** Without the dashes. */
  readonly name: string;
  readonly short?: string;
  readonly takesValue: boolean;
  /** The Apptainer version that brought it; undefined: there since 1.0. */
  readonly since?: string;
  /** The version of Singularity (of SingularityCE from 3.9 on, the counts go on) that brought it; undefined: there since 3.3. */
  readonly sinceSingularity?: string;
  /** Set where the other one has no such flag in any version. */
  readonly only?: "apptainer" | "singularity";
}

/**
 * Source: `apptainer build --help` of 1.4.5, its hidden flags (cmd/internal/cli/build.go), and the release notes for the versions:
 * 1.1 userns and the ignore flags, 1.2 build arguments, 1.4 mksquashfs-args, arch, authfile; 1.5 data, reproducible, compat32.
 * Singularity's: cmd/internal/cli/build.go of hpcng 3.8 and of SingularityCE 3.9 and 4.2, and SingularityCE's CHANGELOG.md from 3.0 on:
 * 3.4 cache and encryption, 3.5 fix-perms, 3.8 bind, nv, rocm, 3.9 mount, nvccli, no-https, 3.11 no-setgroups, 4.0 build arguments,
 * 4.1 builds of Dockerfiles (oci). SingularityPRO follows the version of SingularityCE that it is named after.
 */
export const ENGINE_FLAGS: readonly EngineFlag[] = [
  { name: "arch", takesValue: true, since: "1.4" },
  { name: "arch-variant", takesValue: true, since: "1.4", only: "apptainer" },
  { name: "authfile", takesValue: true, since: "1.4", sinceSingularity: "4.1" },
  { name: "bind", short: "B", takesValue: true, sinceSingularity: "3.8" },
  { name: "build-arg", takesValue: true, since: "1.2", sinceSingularity: "4.0" },
  { name: "build-arg-file", takesValue: true, since: "1.2", sinceSingularity: "4.0" },
  { name: "builder", takesValue: true, only: "singularity" },
  { name: "compat32", takesValue: false, since: "1.5", only: "apptainer" },
  { name: "data", takesValue: false, since: "1.5", only: "apptainer" },
  { name: "detached", short: "d", takesValue: false, only: "singularity" },
  { name: "disable-cache", takesValue: false, sinceSingularity: "3.4" },
  { name: "docker-host", takesValue: true, since: "1.2", sinceSingularity: "3.11" },
  { name: "docker-login", takesValue: false },
  { name: "docker-password", takesValue: true },
  { name: "docker-username", takesValue: true },
  { name: "encrypt", short: "e", takesValue: false, sinceSingularity: "3.4" },
  { name: "fakeroot", short: "f", takesValue: false },
  { name: "fix-perms", takesValue: false, sinceSingularity: "3.5" },
  { name: "force", short: "F", takesValue: false },
  { name: "ignore-fakeroot-command", takesValue: false, since: "1.1", only: "apptainer" },
  { name: "ignore-proot", takesValue: false, since: "1.5", only: "apptainer" },
  { name: "ignore-subuid", takesValue: false, since: "1.1", only: "apptainer" },
  { name: "ignore-userns", takesValue: false, since: "1.1", only: "apptainer" },
  { name: "json", takesValue: false },
  { name: "keep-layers", takesValue: false, sinceSingularity: "4.1", only: "singularity" },
  { name: "library", takesValue: true },
  { name: "mksquashfs-args", takesValue: true, since: "1.4", only: "apptainer" },
  { name: "mount", takesValue: true, sinceSingularity: "3.9" },
  { name: "no-cleanup", takesValue: false },
  { name: "no-https", takesValue: false, sinceSingularity: "3.9" },
  { name: "no-oci", takesValue: false, sinceSingularity: "4.1", only: "singularity" },
  { name: "no-setgroups", takesValue: false, sinceSingularity: "3.11", only: "singularity" },
  { name: "nohttps", takesValue: false },
  { name: "notest", short: "T", takesValue: false },
  { name: "nv", takesValue: false, sinceSingularity: "3.8" },
  { name: "nvccli", takesValue: false, sinceSingularity: "3.9" },
  { name: "oci", takesValue: false, sinceSingularity: "4.1", only: "singularity" },
  { name: "passphrase", takesValue: false, sinceSingularity: "3.4" },
  { name: "pem-path", takesValue: true, sinceSingularity: "3.4" },
  { name: "remote", short: "r", takesValue: false },
  { name: "reproducible", takesValue: false, since: "1.5", only: "apptainer" },
  { name: "rocm", takesValue: false, sinceSingularity: "3.8" },
  { name: "sandbox", short: "s", takesValue: false },
  { name: "section", takesValue: true },
  { name: "tmpdir", takesValue: true },
  { name: "update", short: "u", takesValue: false },
  { name: "userns", takesValue: false, since: "1.1", only: "apptainer" },
  { name: "warn-unused-build-args", takesValue: false, since: "1.2", only: "apptainer" },
  { name: "writable-tmpfs", takesValue: false, sinceSingularity: "3.8" },
];

/** deflint's own options of the build command. */
export const OWN_FLAGS: readonly EngineFlag[] = [
  { name: "dry-run", takesValue: false },
  { name: "check", takesValue: false },
  { name: "no-preflight", takesValue: false },
  { name: "mode", takesValue: true },
  { name: "fix", takesValue: false },
  { name: "unsafe-fixes", takesValue: false },
  { name: "log-dir", takesValue: true },
  { name: "no-bind-tmp", takesValue: false },
  { name: "no-progress", takesValue: false },
  { name: "report", takesValue: true },
  { name: "retry", takesValue: false },
  { name: "config", takesValue: true },
  { name: "isolated", takesValue: false },
  { name: "help", short: "h", takesValue: false },
];
