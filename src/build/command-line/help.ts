/** The help text of `deflint build`. */
import { wrapText } from "../../reporters/wrap-text.ts";
import { ENGINE_FLAGS } from "./flags.ts";

/** Flags of the engine that deflint reads too, and so explains itself. */
const EXPLAINED: readonly string[] = ["build-arg", "build-arg-file"];

/** What `deflint build --help` prints. */
export function helpText(): string {
  const names = ENGINE_FLAGS.filter(({ name }) => !EXPLAINED.includes(name)).map(({ name, short }) =>
    short === undefined ? `--${name}` : `-${short}/--${name}`,
  );
  return `Usage: deflint build [options] IMAGE RECIPE [-- APPTAINER-FLAGS...]

Mends RECIPE in memory for this host and runs \`apptainer build\` on it. RECIPE itself is not touched.
An IMAGE that stands is replaced only once the new one is complete; with --update nothing is protected.

  --check             only say what stands in the way of a build, within seconds; IMAGE may be left out
  --no-preflight      start Apptainer whatever stands in its way
  --dry-run           print the host's facts, the mode, the mend and the command; run nothing
  --fix               write the mend into RECIPE too
  --unsafe-fixes      also apply fixes that may change what a privileged build does
  --mode MODE         judge the recipe for another way to build (default: host, the one this host leads to)
  --build-arg K=V     value of a {{ K }} reference; --build-arg-file FILE reads a file of them
  --config FILE       the configuration, instead of the deflint.toml that is nearest to RECIPE; --isolated reads none
  --log-dir DIR       where recipe.def, build.log and report.json are kept (default: IMAGE.deflint)
  --report FILE       write what became of the build there as JSON; - is standard output, which Apptainer then leaves alone
  --retry             when the build fails of something that a flag or another mend cures, try once more with it
  --no-progress       show no live view, even on a terminal
  --no-bind-tmp       leave the host's /tmp and /var/tmp to %post
  -h, --help          print help

Flags of \`apptainer build\` and \`singularity build\` are passed on, these and the two above, to an engine that has them:
${wrapText(names.join(" "), 98)
  .map((line) => `  ${line}`)
  .join("\n")}
Flags that deflint does not know go after --.

Exit codes: Apptainer's own when it ran; 2 when it could not be started or its image could not be put in its place; 3 when something stands in its way (also of --check);
128 + n when signal n ended the build.
`;
}
