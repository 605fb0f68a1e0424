/** Flags that make no sense together. */
import { STANDARD_INPUT } from "../../files/read.ts";
import type { OutputChoice } from "../../reporters/formats.ts";
import { UsageError } from "../../usage-error.ts";
import type { CheckFlags } from "./flags.ts";

/** Throws a UsageError for the first such pair, and where there is nothing to check. */
export function refuseContradictions(given: readonly string[], flags: CheckFlags): void {
  if (given.length === 0) throw new UsageError("no path given; try `deflint recipe.def`, or `deflint --help`");
  if (flags.fix && flags.diff) throw new UsageError("--fix writes and --diff does not: give one of them");
  if (flags.addIgnores !== undefined && (flags.fix || flags.fixOnly))
    throw new UsageError(
      "--add-ignores leaves out what is found and --fix mends it: run --fix first, then --add-ignores",
    );
  if (flags.diff && (flags.outputFile !== undefined || flags.format?.some(isNoPlainText)))
    throw new UsageError("--diff prints a diff: it takes no --format and no --output-file");
  if (flags.stdinFilename !== undefined && !given.includes(STANDARD_INPUT))
    throw new UsageError("--stdin-filename names what is read for -, and no - is given");
  refuseBaselines(flags);
}

function refuseBaselines({ baseline, writeBaseline, prune, diff }: CheckFlags): void {
  if (baseline !== undefined && writeBaseline !== undefined)
    throw new UsageError("--baseline leaves findings out and --write-baseline lists them: give one of them");
  if (prune && baseline === undefined)
    throw new UsageError("--prune drops entries of a baseline: give it too, as --baseline FILE");
  if (diff && (prune || writeBaseline !== undefined))
    throw new UsageError(`${prune ? "--prune" : "--write-baseline"} writes and --diff does not: give one of them`);
}

/** Whether a report was asked for that a diff cannot stand in for. */
function isNoPlainText({ format, file }: OutputChoice): boolean {
  return format !== "text" || file !== undefined;
}
