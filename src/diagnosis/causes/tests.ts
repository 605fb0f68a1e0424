/** Tests of a whole image that fail. */
import type { CauseEntry } from "./cause-entry.ts";

export const tests: readonly CauseEntry[] = [
  {
    cause: "test-failed",
    signs: [{ by: "engine", pattern: /failed to execute %test (?:script|proc)|while running %test section/ }],
    cure: () => ({
      kind: "recipe",
      advice:
        "The image is whole, but its %test fails. Mend the test; --notest leaves it out where it needs what a build host has not (GPUs, other nodes).",
    }),
    lessThan: [
      "out-of-memory",
      "no-space-in-tmp",
      "no-space-in-build-dir",
      "quota-exceeded",
      "host-glibc-newer",
      "base-without-glibc",
      "base-without-shell",
    ],
  },
];
