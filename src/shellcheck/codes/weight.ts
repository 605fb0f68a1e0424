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
  // `echo "Arguments: $@"` prints what was meant.
  [2145, WORTH_KNOWING],
  // `[ -z "$@" ]` and `[[ $@ ]]` are right for one argument, for none, and mostly for more.
  [2198, WORTH_KNOWING],
  [2199, WORTH_KNOWING],
  // `make -j $(nproc)`, `$(which gcc)`: what recipes substitute has no blanks.
  [2046, TIDINESS],
  // `export MAKEFLAGS=-j$(nproc)`: what recipes export so does not fail; it comes from nproc, pwd, mktemp and uname.
  [2155, TIDINESS],
  // Quotes in quotes: what stands between them has no blanks, or SC1078 says so.
  [2140, TIDINESS],
  // `ln -s /opt/x/bin/y` in the directory where the link shall be.
  [2226, TIDINESS],
]);

/**
 * How much a comment counts.
 * @param text what it is about
 */
export function weigh({ code, level }: Pick<Comment, "code" | "level">, text: string): Weight {
  // A directory of the image is there each time or never, which the first run shows.
  if (code === 2164 && /^cd\s+\/[\w./-]*$/.test(text)) return TIDINESS;
  return BY_CODE.get(code) ?? BY_LEVEL[level];
}
