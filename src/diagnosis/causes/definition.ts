/** Recipes that the engine refuses. */
import type { CauseEntry } from "./cause-entry.ts";

/** The rules about what Apptainer's parser refuses or crashes on. */
const REFUSED = "001 002 003 004 005 006 007 008 009 010 011 014 017 018 019 021 022 028 029"
  .split(" ")
  .map((number) => `DF${number}`);

export const definition: readonly CauseEntry[] = [
  {
    cause: "build-argument-undefined",
    blames: "message",
    signs: [{ by: "engine", pattern: /build var (\S+) is not defined/ }],
    cure: (_, { match }) => ({
      kind: "flag",
      advice: `{{ ${match[1]} }} has no value: give --build-arg ${match[1]}=VALUE, or a default in %arguments.`,
    }),
  },
  {
    cause: "build-argument-unused",
    blames: "nothing",
    signs: [{ by: "engine", pattern: /unused build args?: (\S+?)\.? / }],
    cure: (_, { match }) => ({
      kind: "flag",
      advice: `The recipe uses no {{ ${match[1]} }}: leave that --build-arg out, or give --warn-unused-build-args.`,
      flags: ["--warn-unused-build-args"],
    }),
  },
  {
    cause: "definition-rejected",
    blames: "message",
    rules: REFUSED,
    signs: [
      {
        by: "engine",
        pattern:
          /while parsing definition|failed to parse deffile|invalid section\(s\) specified|multiple stages detected|invalid build source|no bootstrap specification|header key .* had no val|stage \S+ was not found|unable to parse spec|is not a valid (?:definition|deffile)/,
      },
      {
        by: "engine",
        pattern: /^panic: /,
        counts: (_, { engineLines }) => engineLines.some(({ text }) => /\/build\/types\/parser\b/.test(text)),
      },
      {
        by: "engine",
        // What the host lacks is not the recipe's fault.
        pattern:
          /^Unable to (?:build from|create build)(?!.*(?:executable file not found|no such file|permission denied|is a directory))/,
      },
    ],
    cure: (_, { line: { text } }) => {
      if (text.startsWith("panic: "))
        return {
          kind: "recipe",
          advice:
            "Apptainer's parser crashes on the recipe: `deflint check` names the place, and --fix mends most of them.",
        };
      const [, section] = /invalid section\(s\) specified: (.+)/.exec(text) ?? [];
      if (section !== undefined)
        return {
          kind: "recipe",
          advice: `Apptainer knows no section %${section.trim()}: see \`deflint check\`, which names its place and what is meant.`,
        };
      const [, stage] = /stage (\S+) was not found/.exec(text) ?? [];
      if (stage !== undefined)
        return {
          kind: "recipe",
          advice: `%files from ${stage} names a stage that the recipe does not have: each stage says its name by Stage:.`,
        };
      return {
        kind: "recipe",
        advice: "Apptainer refuses the recipe: `deflint check` names the place and what is wrong with it.",
      };
    },
    lessThan: [
      "build-argument-undefined",
      "build-argument-unused",
      "build-dir-missing",
      "build-dir-noexec",
      "image-unreachable",
      "no-space-in-build-dir",
      "quota-exceeded",
      "out-of-memory",
      "target-exists",
      "no-fakeroot-mode",
    ],
  },
  {
    cause: "bash-syntax",
    latest: true,
    rules: ["DF503"],
    signs: [
      {
        by: "output",
        pattern:
          /^\S*\.post\.script: (?:line )?\d+: (?:Syntax error|syntax error|source: not found|\[\[: not found|Bad substitution|shopt: not found|pushd: not found|declare: not found)/i,
      },
      { by: "output", pattern: /^\S*\.post\.script: \S+: .*(?:bad substitution|syntax error)/i },
    ],
    cure: (_, { line: { text } }) => ({
      kind: "recipe",
      advice: /end of file unexpected|unterminated|unexpected EOF/i.test(text)
        ? "%post is not whole: an if, loop or quote is not closed. `deflint check` names the place."
        : "%post is run by /bin/sh, and this is bash's alone: write it as POSIX shell, or begin the section by %post -c /bin/bash -e.",
    }),
  },
  {
    cause: "base-without-shell",
    blames: "from",
    signs: [
      {
        by: "engine",
        pattern:
          /stat \/bin\/sh: no such file or directory|exec \S+ failed: a shared library is likely missing|exec \/bin\/sh.*no such file|fork\/exec \/bin\/sh|"\/bin\/sh": executable file not found/,
      },
      { by: "output", pattern: /\/bin\/sh: no such file or directory/i },
    ],
    cure: () => ({
      kind: "recipe",
      advice:
        "The base has no /bin/sh that runs, so no %post can run in it (scratch and distroless images). Take a base with a shell, and copy what is needed into the bare one by %files from in a second stage.",
    }),
  },
];
