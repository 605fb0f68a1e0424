/** The help text of `deflint build`. */
import { ENGINE_FLAGS } from "./flags.ts";

/** What `deflint build --help` prints. */
export function helpText(): string {
  const names = ENGINE_FLAGS.map(({ name, short }) => (short === undefined ? `--${name}` : `-${short}/--${name}`));
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

Flags of \`apptainer build\` are passed on:
${wrap(names, 100)}
Flags that deflint does not know go after --.

Exit codes: Apptainer's own when it ran; 2 when it was not started; 128 + n when signal n ended the build.
`;
}

function wrap(words: readonly string[], width: number): string {
  let lines = "";
  let line = " ";
  for (const word of words) {
    if (line.length + word.length + 1 > width) {
      lines += `${line}\n`;
      line = " ";
    }
    line += ` ${word}`;
  }
  return `${lines}${line}\n`;
}
