/** Which container engine stands on PATH, of which version, and how it was built. */
import type { Target } from "#rules/define-rule.ts";
import type { Ask } from "./programs.ts";

/** A container engine on this host. */
export interface Engine {
  readonly kind: Target["engine"];
  /** Absolute path of the program. */
  readonly program: string;
  /** As in "1.4.5"; undefined where the program did not say. */
  readonly version: string | undefined;
  /** Whether it was built with its setuid part: a constant of the build, see `apptainer buildcfg`. */
  readonly suid: boolean | undefined;
}

/** Looks for `apptainer`, then `singularity` (which may be Apptainer under its older name). */
export async function probeEngine(
  find: (name: string) => string | undefined,
  run: Ask,
  env: NodeJS.ProcessEnv,
): Promise<Engine | undefined> {
  const program = find("apptainer") ?? find("singularity");
  if (program === undefined) return undefined;
  const [said, config] = await Promise.all([run(program, ["--version"], env), run(program, ["buildcfg"], env)]);
  const [, name, version] =
    /^(apptainer|singularity(?:-ce|-pro)?) version v?(\d+\.\d+(?:\.\d+)?\S*)/m.exec(said.stdout) ?? [];
  const suid = /^(?:APPTAINER|SINGULARITY)_SUID_INSTALL=([01])$/m.exec(config.stdout)?.[1];
  return {
    kind: kindOf(name ?? (program.endsWith("/apptainer") ? "apptainer" : "singularity")),
    program,
    version,
    suid: suid === undefined ? undefined : suid === "1",
  };
}

function kindOf(name: string): Engine["kind"] {
  if (name === "apptainer") return "apptainer";
  return name === "singularity" ? "singularity" : "singularity-ce";
}

/**
 * Whether a version is at least `wanted`, by its first two numbers. Undefined where the version is unknown.
 * Release candidates count as the release: their flags are there.
 */
export function isAtLeast(version: string | undefined, wanted: string): boolean | undefined {
  const [major, minor] = numbers(version);
  const [wantedMajor, wantedMinor] = numbers(wanted);
  if (major === undefined || minor === undefined || wantedMajor === undefined || wantedMinor === undefined)
    return undefined;
  return major !== wantedMajor ? major > wantedMajor : minor >= wantedMinor;
}

function numbers(version: string | undefined): number[] {
  return (version ?? "").split(".").slice(0, 2).map(Number).filter(Number.isFinite);
}
