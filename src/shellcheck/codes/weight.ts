/** How much what ShellCheck says counts in a recipe. */
import type { Severity } from "#rules/define-rule.ts";
import type { Comment } from "../answer.ts";

export interface Weight {
  readonly severity: Severity;
  readonly hygiene: boolean;
}

/** One step below what ShellCheck calls it, so that a machine without it rarely comes to another exit code. */
const BY_LEVEL: Readonly<Record<Comment["level"], Weight>> = {
  error: { severity: "warning", hygiene: false },
  warning: { severity: "info", hygiene: false },
  info: { severity: "info", hygiene: true },
  style: { severity: "info", hygiene: true },
};

const WORTH_KNOWING: Weight = { severity: "info", hygiene: false };
const TIDINESS: Weight = { severity: "info", hygiene: true };

/** Where recipes differ from scripts that people run with arguments of all kinds. */
const BY_CODE: ReadonlyMap<number, Weight> = new Map([
  // `python main.py $@` breaks arguments with blanks in them and nothing else; so does SC2048's `$*`, a warning for ShellCheck.
  [2068, WORTH_KNOWING],
  // `echo "Arguments: $@"` prints, and `exec /opt/x/bin/"$@"` runs, what was meant.
  [2145, TIDINESS],
  // `[ -z "$@" ]` is right for one argument and for none, and mostly for more; `[[ $@ ]]` for all.
  [2198, WORTH_KNOWING],
  [2199, TIDINESS],
  // `[ -f /opt/*.whl ]` is right as long as there is but one.
  [2144, WORTH_KNOWING],
  // `make -j $(nproc)`, `$(which gcc)`: what recipes substitute has no blanks, in an array no more than elsewhere.
  [2046, TIDINESS],
  [2206, TIDINESS],
  [2207, TIDINESS],
  // `for x in $(ls *.tar.gz)`, `find /opt -name "*.a" | xargs rm`: the names of files in an image have no blanks.
  [2010, TIDINESS],
  [2038, TIDINESS],
  [2044, TIDINESS],
  [2045, TIDINESS],
  // `/opt/tool-*/bin/tool`: the version that stands in the name of a directory.
  [2211, TIDINESS],
  // `export MAKEFLAGS=-j$(nproc)`: what recipes export so does not fail; it comes from nproc, pwd, mktemp and uname.
  [2155, TIDINESS],
  // Quotes in quotes, `"https://x.org/"$VERSION".tar.gz"`: what stands between them has no blanks, or SC1078 says so.
  [2027, TIDINESS],
  [2140, TIDINESS],
  // `PERL5LIB= perl x.pl` empties it for one command; where a value was meant, it is run, which ends the first build.
  [1007, TIDINESS],
  // `trap "rm -rf $dir" EXIT`, `alias x="$dir/x"`: the value of that moment is meant.
  [2064, TIDINESS],
  [2139, TIDINESS],
  // `[ -d x -a -f y ]` is obsolescent, and understood by every /bin/sh there is.
  [2166, TIDINESS],
  // `mkdir -p -m 755 /opt/x/y`: the directories above get what the umask leaves, which is that.
  [2174, TIDINESS],
  // `ln -s /opt/x/bin/y` in the directory where the link shall be.
  [2226, TIDINESS],
]);

/**
 * How much a comment counts.
 * @param text what it is about
 */
export function weigh({ code, level }: Pick<Comment, "code" | "level">, text: string): Weight {
  // A directory of the image is there each time or never, which the first run shows; popd goes where pushd came from.
  if (code === 2164 && /^(?:cd\s+(?:--\s+)?(["']?)\/[\w./-]*\1|popd)$/.test(text)) return TIDINESS;
  return BY_CODE.get(code) ?? BY_LEVEL[level];
}
