/** Where a build puts what it does not keep. */
import type { BuildArguments } from "../command-line/arguments.ts";
import { valuesOf } from "../command-line/arguments.ts";
import type { BuildPlan } from "../plan/plan.ts";

/**
 * The directories of the host that the engine unpacks into (its own variable, --tmpdir, $TMPDIR, /tmp, in the order in
 * which Apptainer looks) and that %post has as /tmp and /var/tmp, unless a bind of the person's puts others there.
 * @param env the whole environment of the engine
 */
export function tempDirectoriesOf(
  { binds }: Pick<BuildPlan, "binds">,
  args: Pick<BuildArguments, "given">,
  env: Readonly<Record<string, string | undefined>>,
): string[] {
  const engine =
    valuesOf(args, "tmpdir").at(-1) || env["APPTAINER_TMPDIR"] || env["SINGULARITY_TMPDIR"] || env["TMPDIR"] || "/tmp";
  const seen = ["/tmp", "/var/tmp"].map(
    (place) => binds.find(({ destination }) => destination === place)?.source ?? place,
  );
  return [...new Set([engine, ...seen])];
}
