/** Mounts: those that stand in the way, those that are refused, and binds that find no place. */
import { type CauseEntry, type Shown, type Situation, wordsAtWork } from "./cause-entry.ts";

const ACCOUNTS = /\/etc\/(?:passwd|group)(?![\w-])/;
const MOUNTED =
  /\/etc\/(?:hosts|resolv\.conf|localtime|hostname)(?![\w-])|\/(?:dev|proc|sys|tmp|var\/tmp)(?:[/';:\s]|$)/;

function isOnMount({ line: { text } }: Shown, situation: Situation): boolean {
  if (ACCOUNTS.test(text)) return false;
  if (MOUNTED.test(text)) return true;
  const words = wordsAtWork(situation);
  return MOUNTED.test(words) || (!ACCOUNTS.test(words) && /\/etc\/sed\w{6}/.test(text));
}

export const mounts: readonly CauseEntry[] = [
  {
    cause: "mounted-system-file",
    rules: ["DF113", "DF116"],
    signs: [
      { by: "output", pattern: /(?:Device or r|R)esource busy/, counts: isOnMount },
      {
        by: "output",
        pattern: /unpacking of archive failed on file (?:\/dev|\/proc|\/sys|\/etc\/(?:hosts|resolv\.conf))\b/,
      },
      {
        by: "output",
        pattern: /error: (?:filesystem|setup)-\S+: install failed|Error unpacking rpm package (?:filesystem|setup)-/,
      },
    ],
    cure: ({ traced = "" }) => ({
      kind: "recipe",
      advice: /\b(?:dnf|yum|microdnf|rpm)\b/.test(traced)
        ? "A package re-writes a directory or file that is mounted while %post runs. Leave it out of the update: dnf -y update --exclude='filesystem*'."
        : "Apptainer mounts this file from the host while %post runs, so it cannot be replaced, and what is written to it is lost. Leave the edit out; what the image needs in /etc/hosts or /etc/resolv.conf comes from the host when it runs.",
    }),
  },
  {
    cause: "mount-refused",
    rules: ["DF112"],
    signs: [
      {
        by: "output",
        pattern:
          /^(?:mount|umount)(?:\.\w+)?: .*(?:[Pp]ermission denied|must be superuser|only root can|[Oo]peration not permitted|not permitted)/,
      },
      { by: "output", pattern: /(?:fusermount3?|fuse): (?:mount failed|device not found|failed to open \/dev\/fuse)/ },
    ],
    cure: () => ({
      kind: "recipe",
      advice:
        "Nothing can be mounted in this build. Copy the files in by %files, or let the build see a host directory by --bind.",
    }),
  },
  {
    cause: "namespace-refused",
    signs: [
      {
        by: "output",
        pattern:
          /^(?:unshare|bwrap|newuidmap|newgidmap|proot): .*(?:not permitted|[Pp]ermission denied|write failed|No permissions|setting up uid map)/,
      },
      { by: "output", pattern: /(?:clone|unshare)\(?\w*\)?(?:: | failed: )Operation not permitted/ },
    ],
    cure: () => ({
      kind: "recipe",
      advice: "No namespace can be made within this build: run the command without unshare or bwrap.",
    }),
  },
  {
    cause: "bind-target-missing",
    blames: "nothing",
    signs: [
      { by: "engine", pattern: /destination (\S+) doesn't exist in container/ },
      { by: "engine", pattern: /can't create (\S+) destination automatically/ },
    ],
    cure: (_, { match }) => ({
      kind: "flag",
      advice: `--bind wants to mount on ${match[1]}, which the base does not have. Bind to a directory that is there (/mnt, /tmp, /srv), or make it in %setup: mkdir -p "$APPTAINER_ROOTFS${match[1]}".`,
    }),
  },
  {
    cause: "bind-source-missing",
    blames: "nothing",
    signs: [{ by: "engine", pattern: /mount source (\S+) doesn't exist/ }],
    cure: (_, { match }) => ({
      kind: "flag",
      advice: `--bind (or APPTAINER_BIND) names ${match[1]}, which is not there on this host: make it or leave the bind out.`,
    }),
    lessThan: ["base-without-glibc"],
  },
  {
    cause: "seccomp-refused",
    signs: [
      { by: "engine", pattern: /bad system call/i },
      { by: "output", pattern: /^Bad system call/ },
    ],
    cure: () => ({
      kind: "administrator",
      advice:
        "A system call that the base needs is forbidden here (seccomp; mostly a new base on an old kernel). Take an older base, or build on a host with a newer kernel.",
    }),
  },
];
