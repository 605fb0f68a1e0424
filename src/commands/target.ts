/** What the command line says of the target. */
import type { BuildMode, Target } from "#rules/define-rule.ts";
import { makeTarget } from "../engine/target.ts";
import type { Io } from "../io.ts";
import { parseSize } from "../size.ts";
import { UsageError } from "../usage-error.ts";

/** The flags, as the command line spells them. */
export interface TargetFlags {
  /** `host`: whatever this host leads to. */
  readonly mode?: BuildMode | "host";
  readonly apptainerVersion?: string;
  readonly hostGlibc?: string;
  readonly tmpSize?: string;
  readonly target?: string;
}

const DEFAULT_MODE: BuildMode = "suid-fakeroot";

/** What is known, the later over the earlier: the file, this host where it is asked for, flags. Rejects with a UsageError. */
export async function chooseTarget(flags: TargetFlags, io: Io): Promise<Target> {
  return (await readTarget(flags, io))({});
}

/** The same for recipes with a configuration, whose facts are those that everything else is said over. */
export async function readTarget(flags: TargetFlags, io: Io): Promise<(configured: Partial<Target>) => Target> {
  const file = flags.target === undefined ? {} : await readFile(flags.target, io.cwd);
  const host = flags.mode === "host" ? await (await import("../host/host-target.ts")).probeTarget(io) : {};
  const given = readFlags(flags);
  return (configured) => {
    const mode = given.mode ?? host.mode ?? file.mode ?? configured.mode ?? DEFAULT_MODE;
    return { ...makeTarget(mode), ...configured, ...file, ...host, ...given, mode };
  };
}

async function readFile(path: string, cwd: string) {
  if (path === "") throw new UsageError("--target names no file");
  const { readTargetFile } = await import("../config/target-file.ts");
  return readTargetFile(path, cwd);
}

function readFlags({ mode, apptainerVersion, hostGlibc, tmpSize }: TargetFlags): Partial<Target> {
  const tmpBytes = tmpSize === undefined ? undefined : parseSize(tmpSize);
  if (tmpSize !== undefined && tmpBytes === undefined)
    throw new UsageError(`--tmp-size ${tmpSize} is no size; write it as 4G`);
  return {
    ...(mode !== undefined && mode !== "host" && { mode }),
    ...readVersion("engineVersion", "--apptainer-version", apptainerVersion, "1.3"),
    ...readVersion("hostGlibc", "--host-glibc", hostGlibc, "2.34"),
    ...(tmpBytes !== undefined && { tmpBytes }),
  };
}

function readVersion(field: keyof Target, flag: string, value: string | undefined, example: string): Partial<Target> {
  if (value === undefined) return {};
  if (!/^\d+(?:\.\d+)*$/.test(value)) throw new UsageError(`${flag} ${value} is no version; write it as ${example}`);
  return { [field]: value };
}
