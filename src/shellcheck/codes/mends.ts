/** How safe ShellCheck's mends are in a recipe. */
import type { Safety } from "#rules/define-rule.ts";

export interface Mend {
  readonly safety: Safety;
  /** What it does, in the imperative. */
  readonly title: string;
  /** Whether it holds for a replaced text; for every text unless given. */
  readonly holdsFor?: (replaced: string) => boolean;
}

const MENDS: ReadonlyMap<number, Mend> = new Map<number, Mend>([
  // Both are the same command. A backslash in backquotes means something else in $( ): such a text stays.
  [2006, { safety: "safe", title: "Write $(...) for backquotes", holdsFor: (replaced) => !replaced.includes("\\") }],
  // Arithmetic reads a bare name as its value.
  [2004, { safety: "unsafe", title: "Drop the $ in the arithmetic" }],
  // `! [ -z x ]` and `[ -n x ]` are the same for one word in quotes, which is all that ShellCheck offers it for.
  [2236, { safety: "safe", title: "Write -n for ! -z" }],
  [2237, { safety: "safe", title: "Write -n for ! -z" }],
  // -a FILE is the old name of -e FILE in bash, and the only one that every shell knows.
  [2331, { safety: "safe", title: "Write -e for -a" }],
  // In a recipe a list of packages or options in one variable is often meant to be split.
  [2086, { safety: "unsafe", title: "Put it in double quotes" }],
  [2248, { safety: "unsafe", title: "Put it in double quotes" }],
  [2223, { safety: "unsafe", title: "Put it in double quotes" }],
  // What was a pattern becomes text.
  [2295, { safety: "unsafe", title: "Put the inner expansion in double quotes" }],
  // The script ends where it went on, in the wrong directory.
  [2164, { safety: "unsafe", title: "End the script where cd fails" }],
  // `[ x$a = x ]` without quotes becomes `[ $a = "" ]`, which an empty $a breaks.
  [2268, { safety: "unsafe", title: "Compare without the x" }],
  // ssh may be meant to read what the loop reads.
  [2095, { safety: "unsafe", title: "Keep it from reading the input of the loop" }],
]);

/** The mend of a code; one that nobody has judged may change what the script does. */
export function mendOf(code: number): Mend {
  return MENDS.get(code) ?? { safety: "unsafe", title: `Write it as ShellCheck proposes for SC${code}` };
}
