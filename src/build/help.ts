/** The help text of `deflint build`. */
import { wrapText } from "../reporters/wrap-text.ts";
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

  --dry-run           print the host's facts, the mode, the mend and the command; run nothing
  --fix               write the mend into RECIPE too
  --unsafe-fixes      also apply fixes that may change what a privileged build does
  --mode MODE         judge the recipe for another way to build (default: host, the one this host leads to)
  --build-arg K=V     value of a {{ K }} reference; --build-arg-file FILE reads a file of them
  --log-dir DIR       where recipe.def, build.log and report.json are kept (default: IMAGE.deflint)
  --no-bind-tmp       leave the host's /tmp and /var/tmp to %post
  -h, --help          print help

Flags of \`apptainer build\` are passed on, these and the two above:
${wrapText(names.join(" "), 98)
  .map((line) => `  ${line}`)
  .join("\n")}
Flags that deflint does not know go after --.

Exit codes: Apptainer's own when it ran; 2 when it was not started; 128 + n when signal n ended the build.
`;
}
