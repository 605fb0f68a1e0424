/** Commands that failed for reasons of their own. */
import type { Cure } from "../diagnosis.ts";
import type { CauseEntry, Situation } from "./cause-entry.ts";

/** What is known of a command that failed for none of the other causes. */
export function cureOfCommand({ exitStatus, traced, phase, output, command }: Situation): Cure {
  const where = phase === "setup" || phase === "start" ? "on the host" : "in the base";
  const lines = output.map(({ text }) => text);
  const missing = lines.map((text) => /(?:^|: )([\w.+/-]+): (?:command )?not found$/.exec(text)?.[1]).findLast(Boolean);
  if (exitStatus === 127 || missing !== undefined) {
    const program = missing ?? traced?.split(" ")[0] ?? "the command";
    return {
      kind: "recipe",
      advice: `${program} is not there ${where}, or not on PATH: install it first. %environment is not read in %post; export PATH there as well.`,
    };
  }
  if (exitStatus === 126)
    return { kind: "recipe", advice: "The file is there, but may not be run: chmod +x, and look at its first line." };
  if (exitStatus === 139)
    return {
      kind: "recipe",
      advice: "The program crashed (segmentation fault): it is broken, or made for another processor or C library.",
    };
  if (lines.some((text) => /No such file or directory/.test(text))) {
    return {
      kind: "recipe",
      advice:
        "It names a file that is not there. What %files puts below /tmp is hidden in %post, and nothing of the host is seen there but /tmp and what --bind brings.",
    };
  }
  if (lines.some((text) => /Read-only file system|Permission denied/.test(text))) {
    return {
      kind: "recipe",
      advice:
        "It writes where this build may not: /proc and /sys are the host's, and what other users own stays theirs.",
    };
  }
  if (command?.redirects.some(({ target }) => target?.value === "/dev/null") === true) {
    return {
      kind: "recipe",
      advice: "What it says is sent to /dev/null: leave that out and build again, and the log will hold the reason.",
    };
  }
  return {
    kind: "recipe",
    advice: "Mend the command, or let it fail on purpose by `|| true` where nothing depends on it.",
  };
}

export const programs: readonly CauseEntry[] = [
  {
    cause: "architecture-mismatch",
    rules: ["DF306"],
    signs: [{ by: "output", pattern: /[Ee]xec format error|cannot execute binary file/ }],
    cure: () => ({
      kind: "recipe",
      advice: "A program made for another processor was run. Download what fits this one: $(uname -m) gives its name.",
    }),
  },
];
