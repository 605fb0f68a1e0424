/** Disks that are full. */
import type { Cure } from "../diagnosis.ts";
import type { CauseEntry, Shown, Sign, Situation } from "./cause-entry.ts";
import { wordsAtWork } from "./cause-entry.ts";

const FULL =
  /[Nn]o space left on device|ENOSPC|\[Errno 28\]|NoSpaceLeftError|Not enough (?:free )?(?:disk )?space|not enough (?:free )?(?:disk )?space|more space needed on the|don't have enough free space|needs \S+ more space on the|needs \d+[KMG]?B? (?:more space )?on the|disk full|Disk full|Wrote only \d+ of \d+ bytes/;
const QUOTA = /[Dd]isk quota exceeded|EDQUOT|\[Errno 122\]/;
const CACHE = /\/\.?(?:apptainer|singularity)\/cache\/|blob-info-cache|\/(?:APPTAINER|SINGULARITY)_CACHEDIR/;
const BUILD_TEMP = /\/(?:build-temp-|bundle-temp-|rootfs-|sbuild-|archive-|oci-put-blob|squashfs-)/;
const TMP = /(?:^|:-|[^\w./-])\/(?:var\/)?tmp(?:\/|$|[^\w.-])/;
/** These unpack in /tmp whatever directory they install into, and do not say so. */
const USES_TMP =
  /\b(?:pip3?|python3? -m pip|conda|mamba|micromamba|uv|poetry|R|Rscript|gcc|g\+\+|gfortran|cc|c\+\+|nvcc|make|ninja|cmake|cargo|go|npm|yarn|julia|spack|mktemp|sort)\b/;

/** Whether it is the /tmp of %post that is full; else it is where the image is being put together. */
function isTmp({ line: { text } }: Shown, situation: Situation): boolean {
  if (BUILD_TEMP.test(text) || CACHE.test(text)) return false;
  if (TMP.test(text)) return true;
  const [path] = /(?<![\w.])\/[\w.+@-]+\/[^\s'":,)]*/.exec(text.replace(FULL, "")) ?? [];
  if (path !== undefined) return false;
  if (/free space in|on the \/|more space/.test(text)) return false;
  if (/Could not install packages due to an (?:OSError|EnvironmentError)|CondaError|NoSpaceLeftError/.test(text))
    return true;
  if (TMP.test(wordsAtWork(situation))) return true;
  if (situation.cwd !== undefined && /^\/(?:var\/)?tmp(?:\/|$)/.test(situation.cwd)) return true;
  return USES_TMP.test(situation.traced ?? text);
}

const NO_ROOM_FOR_IMAGE: Cure = {
  kind: "host",
  advice: "The disk on which the image is to stand is full: name a place with more room for it, or make room there.",
};

const inOutput = (pattern: RegExp, counts?: Sign["counts"]): Sign => ({
  by: "output",
  pattern,
  phases: ["post", "test"],
  ...(counts && { counts }),
});
const byEngine = (pattern: RegExp, counts?: Sign["counts"]): Sign => ({
  by: "engine",
  pattern,
  ...(counts && { counts }),
});
const isCache = ({ line: { text } }: Shown): boolean => CACHE.test(text);

export const space: readonly CauseEntry[] = [
  {
    cause: "quota-exceeded",
    blames: "nothing",
    signs: [byEngine(QUOTA), { by: "output", pattern: QUOTA }],
    cure: () => ({
      kind: "environment",
      advice:
        "Your quota is used up where the build or its cache stands, mostly in your home directory. Set APPTAINER_CACHEDIR and APPTAINER_TMPDIR to a scratch or local disk (`deflint build` looks for room by itself), and see what `apptainer cache list` holds.",
    }),
  },
  {
    cause: "no-space-in-cache",
    blames: "nothing",
    signs: [byEngine(FULL, isCache)],
    cure: () => ({
      kind: "environment",
      advice:
        "The cache of images is full. Set APPTAINER_CACHEDIR to a directory with more room, or empty it by `apptainer cache clean`.",
    }),
  },
  {
    cause: "no-space-in-tmp",
    rules: ["DF201"],
    signs: [inOutput(FULL, isTmp)],
    cure: ({ mode }) => ({
      kind: "flag",
      advice: `The /tmp of the build is the host's, and it is full. \`deflint build\` gives %post a roomy /tmp of its own by itself; by hand: mkdir -p "$TMPDIR/post-tmp" and build with --bind "$TMPDIR/post-tmp:/tmp"${mode === "proot" ? " (SingularityCE)" : ""}, where $TMPDIR has room.`,
    }),
  },
  {
    cause: "no-space-in-build-dir",
    signs: [
      byEngine(FULL),
      {
        by: "output",
        pattern: FULL,
        counts: (shown, situation) => situation.phase !== "post" || !isTmp(shown, situation),
      },
    ],
    cure: ({ phase }, { line: { text } }) =>
      /while creating SIF:/.test(text)
        ? NO_ROOM_FOR_IMAGE
        : {
            kind: "environment",
            advice: `There is no room left where the image is put together${phase === "assemble" ? " or where it is to stand" : ""}. Set APPTAINER_TMPDIR to a directory with more room, best on a local disk (\`deflint build\` looks for one by itself); a sandbox is built beside its target.`,
          },
    lessThan: ["no-space-in-tmp", "no-space-in-cache", "quota-exceeded"],
  },
];
