/** The flags of `apptainer build`, as data: names, values, and the version that brought each. */

/** A flag as its program declares it. */
export interface EngineFlag {
  /** Without the dashes. */
  readonly name: string;
  readonly short?: string;
  readonly takesValue: boolean;
  /** The Apptainer version that brought it; undefined: there since 1.0. */
  readonly since?: string;
}

/**
 * Source: `apptainer build --help` of 1.4.5, its hidden flags (cmd/internal/cli/build.go), and the release notes for the versions:
 * 1.1 userns and the ignore flags, 1.2 build arguments, 1.4 mksquashfs-args, arch, authfile; 1.5 data, reproducible, compat32.
 */
export const ENGINE_FLAGS: readonly EngineFlag[] = [
  { name: "arch", takesValue: true, since: "1.4" },
  { name: "arch-variant", takesValue: true, since: "1.4" },
  { name: "authfile", takesValue: true, since: "1.4" },
  { name: "bind", short: "B", takesValue: true },
  { name: "build-arg", takesValue: true, since: "1.2" },
  { name: "build-arg-file", takesValue: true, since: "1.2" },
  { name: "compat32", takesValue: false, since: "1.5" },
  { name: "data", takesValue: false, since: "1.5" },
  { name: "disable-cache", takesValue: false },
  { name: "docker-host", takesValue: true, since: "1.2" },
  { name: "docker-login", takesValue: false },
  { name: "docker-password", takesValue: true },
  { name: "docker-username", takesValue: true },
  { name: "encrypt", short: "e", takesValue: false },
  { name: "fakeroot", short: "f", takesValue: false },
  { name: "fix-perms", takesValue: false },
  { name: "force", short: "F", takesValue: false },
  { name: "ignore-fakeroot-command", takesValue: false, since: "1.1" },
  { name: "ignore-proot", takesValue: false, since: "1.5" },
  { name: "ignore-subuid", takesValue: false, since: "1.1" },
  { name: "ignore-userns", takesValue: false, since: "1.1" },
  { name: "json", takesValue: false },
  { name: "library", takesValue: true },
  { name: "mksquashfs-args", takesValue: true, since: "1.4" },
  { name: "mount", takesValue: true },
  { name: "no-cleanup", takesValue: false },
  { name: "no-https", takesValue: false },
  { name: "nohttps", takesValue: false },
  { name: "notest", short: "T", takesValue: false },
  { name: "nv", takesValue: false },
  { name: "nvccli", takesValue: false },
  { name: "passphrase", takesValue: false },
  { name: "pem-path", takesValue: true },
  { name: "remote", takesValue: false },
  { name: "reproducible", takesValue: false, since: "1.5" },
  { name: "rocm", takesValue: false },
  { name: "sandbox", short: "s", takesValue: false },
  { name: "section", takesValue: true },
  { name: "tmpdir", takesValue: true },
  { name: "update", short: "u", takesValue: false },
  { name: "userns", takesValue: false, since: "1.1" },
  { name: "warn-unused-build-args", takesValue: false, since: "1.2" },
  { name: "writable-tmpfs", takesValue: false },
];

/** deflint's own options of the build command. */
export const OWN_FLAGS: readonly EngineFlag[] = [
  { name: "dry-run", takesValue: false },
  { name: "mode", takesValue: true },
  { name: "fix", takesValue: false },
  { name: "unsafe-fixes", takesValue: false },
  { name: "log-dir", takesValue: true },
  { name: "no-bind-tmp", takesValue: false },
  { name: "help", short: "h", takesValue: false },
];
