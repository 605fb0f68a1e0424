/** Which of a script's apt commands an output is of, where no trace tells. */
import type { Command } from "#grammar/shell/tree.ts";
import type { LogLine } from "./log-line.ts";
import { only } from "./only.ts";

const APT = /^(?:\S*\/)?(?:apt-get|apt|aptitude)$/;

/** Undefined where the output is not apt's, or of one of several commands. */
export function aptStepOf(commands: readonly Command[], output: readonly LogLine[]): Command | undefined {
  const says = (pattern: RegExp) => output.some(({ text }) => pattern.test(text));
  if (!says(/^(?:E|W|Get:\d+|Err:\d+|Reading package lists)/)) return undefined;
  // Only what changes packages looks at how they depend on each other.
  const isInstall = says(/^(?:Building dependency tree|E: Sub-process \/usr\/bin\/dpkg)/);
  const steps = commands.filter(({ words }) => APT.test(words[0]?.value ?? ""));
  return only(steps.filter(({ words }) => isInstall !== words.some(({ value }) => value === "update")));
}
