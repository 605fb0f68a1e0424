/** Owners that a user namespace of one user does not have. */
import type { Cure } from "../diagnosis.ts";
import type { CauseEntry, Situation } from "./cause-entry.ts";
import { otherWay } from "./other-way.ts";

const REFUSED = "(?:Invalid argument|Operation not permitted|No data available|Value too large)";

function cureOfOwnership(situation: Situation): Cure {
  if (situation.mode === "root" || situation.mode === "subuid" || situation.mode === undefined) {
    return {
      kind: "recipe",
      advice:
        "That owner is not among the ids that this build has (65536 of them, or only your own). Leave the change of owner out: in the image files are read as the user who runs it. For archives: tar --no-same-owner.",
    };
  }
  return {
    kind: "recipe",
    advice: `Only one user exists in this build, so nothing can belong to another. Leave the change of owner out, for archives give tar --no-same-owner.${otherWay(situation)}`,
  };
}

export const ownership: readonly CauseEntry[] = [
  {
    cause: "foreign-owned-base",
    blames: "from",
    signs: [
      { by: "output", pattern: /set_attributes: failed to change uid and gids on \S+/ },
      { by: "engine", pattern: /set_attributes: failed to change uid and gids on \S+/ },
    ],
    cure: () => ({
      kind: "recipe",
      advice:
        "The base image holds files of other users than root, which Apptainer before 1.5 cannot unpack here. Build the base again with --mksquashfs-args -all-root, take a base by Bootstrap: docker, or use Apptainer 1.5.",
    }),
  },
  {
    cause: "build-dir-refuses-owners",
    blames: "nothing",
    signs: [
      {
        by: "engine",
        pattern:
          /unpack(?:ing)? (?:entry|rootfs|tmpfs).*(?:lchown|chown|lclearxattrs|llistxattr|permission denied|operation not permitted|mkdir rootfs)/,
      },
      { by: "engine", pattern: /Could not set files\/directories ownership|ownership change not allowed in/ },
    ],
    cure: () => ({
      kind: "environment",
      advice:
        "The directory in which the image is put together does not keep owners: a network file system (NFS, Lustre, GPFS) mostly. Set APPTAINER_TMPDIR to a local disk; only the .sif may stand on the network (`deflint build` looks for a local disk by itself).",
    }),
  },
  {
    cause: "ownership-refused",
    rules: ["DF106", "DF111"],
    signs: [
      {
        by: "output",
        pattern: new RegExp(
          `^(?!W: ).*(?:chown|chgrp|changing (?:ownership|group) of|[Cc]an(?:no|')t change own|cannot change owner|setting ownership of|preserve ownership|lchown|fchown|cpio: (?:l?chown)).*${REFUSED}`,
          "i",
        ),
      },
      {
        by: "output",
        pattern: /Error unpacking rpm package (?!(?:filesystem|setup)-)(\S+)/,
        counts: (_, { mode }) => mode === "userns",
      },
      {
        by: "output",
        pattern: /unpacking of archive failed on file .*chown failed - (?:Invalid argument|Operation not permitted)/,
      },
      { by: "engine", pattern: /(?:lchown|chown) .*: (?:invalid argument|operation not permitted)/ },
    ],
    cure: cureOfOwnership,
    lessThan: ["build-dir-refuses-owners"],
  },
];
