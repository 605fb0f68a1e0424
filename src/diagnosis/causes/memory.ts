/** Memory, time, and people who stop a build. */
import type { Cure } from "../diagnosis.ts";
import type { CauseEntry, Situation } from "./cause-entry.ts";

function cureOfMemory({ phase }: Situation): Cure {
  if (phase === "assemble" || phase === "start") {
    return {
      kind: "flag",
      advice:
        'mksquashfs took more memory or threads than are allowed here. Give --mksquashfs-args "-processors 2 -mem 1G" (Apptainer 1.4 and newer; `deflint build --retry` does so), or build in a job with more memory.',
      flags: ["--mksquashfs-args", "-processors 2 -mem 1G"],
    };
  }
  return {
    kind: "host",
    advice:
      "Something took more memory than is allowed here; login nodes allow little. Build in a job with more memory, compile with fewer processes (make -j 4), and keep TMPDIR off a tmpfs, whose files count as memory.",
  };
}

export const memory: readonly CauseEntry[] = [
  {
    cause: "time-limit",
    blames: "nothing",
    signs: [
      {
        by: "output",
        pattern:
          /CANCELLED AT .* DUE TO TIME LIMIT|TERM_RUNLIMIT|PBS: job killed: walltime|job .* exceeded (?:its )?(?:wall|time)/,
      },
    ],
    cure: () => ({ kind: "host", advice: "The job's time was over before the build's: ask for more." }),
  },
  {
    cause: "out-of-memory",
    signs: [
      {
        by: "output",
        pattern:
          /Detected \d+ oom[-_]kill|oom-kill|Out [Oo]f [Mm]emory|[Oo]ut of memory|OOM Killed|TERM_MEMLIMIT|PBS: job killed: mem/,
      },
      {
        by: "output",
        pattern:
          /Cannot allocate memory|virtual memory exhausted|std::bad_alloc|^MemoryError|JavaScript heap out of memory|java\.lang\.OutOfMemoryError|failed to allocate|memory exhausted/,
      },
      {
        by: "output",
        pattern: /Killed signal terminated program|internal compiler error: Killed|\(core dumped\).*memory/,
      },
      { by: "output", pattern: /(?:^|[\s:])Killed(?:\s|$)/ },
      {
        by: "engine",
        pattern:
          /signal: killed|[Cc]annot allocate memory|Failed to create thread|exit status 137|signal: segmentation fault.*mksquashfs|out of memory/,
      },
    ],
    cure: cureOfMemory,
    lessThan: ["time-limit"],
  },
  {
    cause: "interrupted",
    blames: "nothing",
    signs: [
      {
        by: "output",
        pattern:
          /CANCELLED AT (?!.*TIME LIMIT)|^Terminated$|^Hangup$|^deflint build: ended by SIG|^\^C|received signal|KeyboardInterrupt/,
      },
      { by: "engine", pattern: /signal: (?:interrupt|terminated|hangup)|exit status (?:130|143|129)\b/ },
    ],
    cure: () => ({
      kind: "none",
      advice: "The build was stopped from outside, not by a failure of its own: start it again.",
    }),
    lessThan: ["time-limit", "out-of-memory"],
  },
];
