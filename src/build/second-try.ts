/** What a failed build is tried again with, where the person asked for it. */
import { isAtLeast } from "../host/engine.ts";
import type { Prepared } from "./prepare.ts";
import type { Explanation } from "./report/explain-failure.ts";

/** A second try. */
export interface SecondTry {
  /** Flags to give besides those of the first. */
  readonly words: readonly string[];
  /** Why they should help, as the end of "trying once more ...". */
  readonly why: string;
}

/**
 * Undefined where the cause of the failure has no cure that could be given on the command line and was not given already.
 * A recipe that was mended for another mode than the one it ran in is mended anew: that is what `--mode` is for.
 */
export function secondTry(
  { diagnosis }: Explanation,
  { mode, facts }: Pick<Prepared, "mode" | "facts">,
  argv: readonly string[],
): SecondTry | undefined {
  const [root] = diagnosis.causes;
  if (root === undefined) return undefined;
  const { flags, rule } = root.cure;
  if (flags !== undefined && flags.length > 0) {
    const isGivenAlready = argv.some((word) => word.replace(/=.*/s, "") === flags[0]);
    const isKnown = flags[0] !== "--mksquashfs-args" || isAtLeast(facts.engine?.version, "1.4") === true;
    return isGivenAlready || !isKnown ? undefined : { words: flags, why: `with ${flags.join(" ")} (${root.cause})` };
  }
  if (rule === undefined || diagnosis.mode === undefined || diagnosis.mode === mode) return undefined;
  return {
    words: ["--mode", diagnosis.mode],
    why: `mended for mode ${diagnosis.mode}, in which it ran (${root.cause}, ${rule})`,
  };
}
