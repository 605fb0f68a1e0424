/** Where an image is put together and where it goes. */
import type { CauseEntry } from "./cause-entry.ts";

export const targets: readonly CauseEntry[] = [
  {
    cause: "target-exists",
    blames: "nothing",
    signs: [
      {
        by: "engine",
        pattern:
          /build target '.+' already exists|Build target .*already exists|sandbox assemble failed: rename .*(?:file exists|directory not empty)/,
      },
    ],
    cure: () => ({
      kind: "flag",
      advice: "An image of that name is there already: give another name, or --force to replace it.",
    }),
  },
  {
    cause: "build-dir-missing",
    blames: "nothing",
    signs: [
      {
        by: "engine",
        pattern:
          /failed to create build parent dir: .*|(?:create|creating) (?:temporary|build|bundle).*dir.*no such file or directory/,
      },
    ],
    cure: (_, { line: { text } }) => ({
      kind: "environment",
      advice: /permission denied/.test(text)
        ? "The temporary directory is not writable for you: set APPTAINER_TMPDIR to one that is; a sandbox is built beside its target."
        : "The temporary directory does not exist: make it, or set APPTAINER_TMPDIR (or --tmpdir) to one that does; a sandbox is built beside its target.",
    }),
  },
  {
    cause: "build-dir-noexec",
    blames: "nothing",
    signs: [{ by: "engine", pattern: /'noexec' mount option set on (\S+?),/ }],
    cure: (_, { match }) => ({
      kind: "environment",
      advice: `Nothing may be run from ${match[1]} (it is mounted noexec), so an image cannot be put together there. Set APPTAINER_TMPDIR to another directory (\`deflint build\` looks for one by itself).`,
    }),
  },
  {
    cause: "target-not-writable",
    blames: "nothing",
    signs: [
      {
        by: "engine",
        pattern:
          /while creating (?:SIF|container|squashfs).*open (\S+): (?:permission denied|no such file or directory|read-only file system|is a directory)/,
      },
      { by: "engine", pattern: /sandbox assemble failed: .*(?:permission denied|no such file|Permission denied)/ },
    ],
    cure: (_, { match }) => ({
      kind: "host",
      advice: `The image cannot be written${match[1] === undefined ? "" : ` to ${match[1]}`}: its directory must be there and writable for you.`,
    }),
    lessThan: ["no-space-in-build-dir", "quota-exceeded"],
  },
];
