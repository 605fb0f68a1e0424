/** Bases on which the host's fakeroot command cannot run. */
import type { Cure } from "../diagnosis.ts";
import type { CauseEntry, Situation } from "./cause-entry.ts";

export const glibc: readonly CauseEntry[] = [
  {
    cause: "host-glibc-newer",
    blames: "from",
    rules: ["DF301"],
    signs: [
      {
        by: "output",
        pattern:
          /version `GLIBC_([\d.]+)' not found \(required by \S*(?:faked|libfakeroot|fakeroot|\.singularity\.d\/libs)\S*\)/,
      },
    ],
    cure: (situation, { match }) =>
      withoutFakeroot(
        situation,
        `The host's fakeroot command needs glibc ${match[1]}, which is newer than the base's.`,
      ),
  },
  {
    cause: "base-without-glibc",
    blames: "from",
    signs: [
      {
        by: "output",
        pattern: /\.singularity\.d\/libs\/(?:faked|fakeroot)\S*: (?:not found|No such file or directory)/,
      },
      { by: "output", pattern: /Error (?:relocating|loading shared library) .*(?:libfakeroot|faked|libs\/)/ },
      { by: "output", pattern: /^sh: you need to specify whom to kill/ },
    ],
    cure: (situation) =>
      withoutFakeroot(
        situation,
        "The host's fakeroot command needs glibc, which the base does not have (Alpine, BusyBox).",
      ),
    lessThan: ["host-glibc-newer"],
  },
  {
    cause: "getopt-missing",
    blames: "from",
    signs: [
      { by: "output", pattern: /fakeroot: .*getopt: (?:not found|command not found)/ },
      { by: "output", pattern: /^getopt: (?:not found|command not found)/ },
    ],
    cure: (situation) =>
      withoutFakeroot(
        situation,
        "The fakeroot command needs getopt, which the base does not have (package util-linux-core or util-linux; Apptainer 1.5.3 brings it).",
      ),
  },
];

function withoutFakeroot({ mode }: Situation, why: string): Cure {
  if (mode === "suid-fakeroot") {
    return {
      kind: "recipe",
      advice: `${why} Without user namespaces there is no build without it: take a base of the host's own distribution and release or newer, or ask the administrator for user namespaces or a range in /etc/subuid.`,
    };
  }
  return {
    kind: "flag",
    advice: `${why} Build with --ignore-fakeroot-command (\`deflint build --retry\` does so), or take a base of the host's own distribution and release or newer. Without fakeroot, packages that own files as other users may fail.`,
    flags: ["--ignore-fakeroot-command"],
  };
}
