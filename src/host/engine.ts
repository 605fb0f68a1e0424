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
  /** SingularityPRO, which counts its versions as SingularityCE does. */
  readonly pro?: boolean;
  /** What it did instead of telling its version, as the end of a sentence; undefined where it told it. */
  readonly silence?: string;
  /** Set where the system cannot run it at all. */
  readonly unstartable?: true;
}

/** Looks for `apptainer`, then `singularity`; what they are is what they say, since either may be a link to the other's. */
export async function probeEngine(
  find: (name: string) => string | undefined,
  run: Ask,
  env: NodeJS.ProcessEnv,
): Promise<Engine | undefined> {
  const program = find("apptainer") ?? find("singularity");
  if (program === undefined) return undefined;
  const [said, config] = await Promise.all([run(program, ["--version"], env), run(program, ["buildcfg"], env)]);
  const { name, version } = readVersion(said.stdout);
  const suid = /^(?:APPTAINER|SINGULARITY)_SUID_INSTALL=([01])$/m.exec(config.stdout)?.[1];
  return {
    kind: kindOf(name ?? (program.endsWith("/apptainer") ? "apptainer" : "singularity")),
    program,
    version,
    suid: suid === undefined ? undefined : suid === "1",
    ...(name === "singularity-pro" && { pro: true }),
    ...(version === undefined && { silence: describeSilence(said) }),
    ...(said.unstartable && { unstartable: true }),
  };
}

/** `name` as the program calls itself; a wrapper may print other lines before. */
function readVersion(text: string): { name?: string | undefined; version?: string | undefined } {
  const [, name, version] = /^(apptainer|singularity(?:-ce|-pro)?) version v?(\d+\.\d+\S*)/m.exec(text) ?? [];
  if (version !== undefined) return { name, version };
  // Singularity 2 gives its number alone: "2.6.1-dist".
  const bare = /^2\.\d+\.\d+\S*(?=\s*$)/.exec(text)?.[0];
  return bare === undefined ? {} : { name: "singularity", version: bare };
}

function kindOf(name: string): Engine["kind"] {
  if (name === "apptainer") return "apptainer";
  return name === "singularity" ? "singularity" : "singularity-ce";
}

function describeSilence({ code, failure, stdout }: Awaited<ReturnType<Ask>>): string {
  if (failure !== undefined) return failure;
  if (code !== 0) return `ended with exit code ${code}`;
  return stdout.trim() === "" ? "printed nothing" : `printed ${JSON.stringify(stdout.trim().slice(0, 60))}`;
}

/**
 * Whether a version is at least `wanted`, by its first two numbers. Undefined where the version is unknown.
 * Release candidates count as the release: their flags are there.
 */
export function isAtLeast(version: string | undefined, wanted: string): boolean | undefined {
  const [has, wants] = [numbers(version), numbers(wanted)];
  if (has === undefined || wants === undefined) return undefined;
  return has.major !== wants.major ? has.major > wants.major : has.minor >= wants.minor;
}

/** Of "4.1.2", "3.5.2-1.el7" and, from SingularityPRO, "3.9-9.el8". */
function numbers(version: string | undefined): { major: number; minor: number } | undefined {
  const [, major, minor] = /^(\d+)\.(\d+)/.exec(version ?? "") ?? [];
  return major === undefined || minor === undefined ? undefined : { major: Number(major), minor: Number(minor) };
}
