/** Accounts that cannot be added, since Apptainer mounts files of its own over the image's. */
import type { Cure } from "../diagnosis.ts";
import { type CauseEntry, isInstaller, type Shown, type Situation, wordsAtWork } from "./cause-entry.ts";
import { SCRIPTLET_ENDS } from "./scriptlets.ts";

const FILES = /\/etc\/(?:passwd|group)(?![\w-])/;
const OTHER_MOUNTS = /\/etc\/(?:hosts|resolv\.conf|hostname|localtime)(?![\w-])/;
const ACCOUNT_TOOL =
  /^(?:\S*\/)?(?:(?:group|user)(?:add|mod|del)|gpasswd|adduser|addgroup|deluser|delgroup|chsh|chfn) /;
/** How far above a scriptlet's end its own messages stand, in lines. */
const SCRIPTLET_LINES = 25;

/** Packages that make accounts print this in passing too: it counts where a scriptlet then fails, or no package is at work. */
function isFatal({ line }: Shown, situation: Situation): boolean {
  if (!isInstaller(situation) && situation.traced !== undefined) return true;
  const at = situation.output.indexOf(line);
  const following = situation.output.slice(at, at + SCRIPTLET_LINES);
  if (following.some(({ text }) => SCRIPTLET_ENDS.some((end) => end.test(text)))) return true;
  // Without a trace nobody knows what ran: then it is the end of the output that speaks.
  return situation.traced === undefined ? following.length < SCRIPTLET_LINES && !isInstaller(situation) : false;
}

export const accounts: readonly CauseEntry[] = [
  {
    cause: "account-files-mounted",
    rules: ["DF101", "DF102", "DF103", "DF104"],
    signs: [
      {
        by: "output",
        pattern:
          /^(?:\S*\/)?(?:group|user)(?:add|mod|del)|^(?:gpasswd|chfn|chsh|chage|newusers|pwconv|grpconv|vipw|vigr|passwd)\b/,
        counts: (shown, situation) =>
          /failure while writing changes to \/etc\/(?:passwd|group)|cannot open \/etc\/(?:passwd|group): Permission denied|cannot (?:rewrite|rename|update)|(?:can't|cannot) (?:rename|restore|update)/.test(
            shown.line.text,
          ) && isFatal(shown, situation),
      },
      {
        by: "output",
        pattern: /(?:Device or r|R)esource busy/,
        counts: (shown, situation) => isOnAccountFiles(shown, situation) && isFatal(shown, situation),
      },
      {
        by: "output",
        pattern: /`?\S*(?:groupadd|useradd|usermod)\b.*' returned error code \d+\. Exiting/,
        counts: (_, { mode }) => mode === "suid-fakeroot",
      },
      {
        // Silenced tools tell by their exit status alone (groupadd(8), useradd(8)).
        by: "engine",
        pattern: /exit status (?:1|10)$/,
        phases: ["post"],
        counts: (_, { mode, traced = "", output }) =>
          mode === "suid-fakeroot" && ACCOUNT_TOOL.test(traced) && output.every(({ text }) => text.trim() === ""),
      },
      {
        // The group could not be made either, whoever was to make it.
        by: "output",
        pattern: /^useradd: group '.+' does not exist/,
        counts: (_, { mode, traced = "" }) => mode === "suid-fakeroot" && /^(?:\S*\/)?useradd /.test(traced),
      },
      {
        // The message of groupadd itself is often sent away by the scriptlet.
        by: "output",
        pattern: /useradd: group '.+' does not exist/,
        counts: (shown, situation) =>
          situation.mode === "suid-fakeroot" && isInstaller(situation) && isFatal(shown, situation),
      },
    ],
    cure: cureOfAccounts,
  },
  {
    cause: "account-not-made",
    rules: ["DF102", "DF103", "DF119"],
    signs: [
      {
        by: "output",
        pattern:
          /(?:invalid (?:user|group)|unknown user|[Uu]ser \S+ (?:does not exist|unknown)|failed to look up user|getpwnam\(.*\) failed)/,
        counts: (_, { mode }) => mode === "suid-fakeroot",
      },
    ],
    cure: () => ({
      kind: "recipe",
      advice:
        "The account that is named was never made: groupadd and useradd do nothing here. Build with `deflint build`, whose stub adds the names for the time of the build, or give the files to nobody: in the image everything belongs to root.",
    }),
    lessThan: ["account-files-mounted"],
  },
];

/** Whether what is busy is /etc/passwd or /etc/group: `sed -i` names only its own temporary file. */
function isOnAccountFiles({ line }: Shown, situation: Situation): boolean {
  if (FILES.test(line.text)) return true;
  if (OTHER_MOUNTS.test(line.text)) return false;
  if (!/\/etc\/sed\w{6}|\/etc\/\.#/.test(line.text)) return false;
  const words = wordsAtWork(situation);
  if (OTHER_MOUNTS.test(words)) return false;
  return FILES.test(words) || (situation.traced === undefined && situation.mode === "suid-fakeroot");
}

function cureOfAccounts(situation: Situation): Cure {
  if (situation.mode !== "suid-fakeroot" && situation.mode !== undefined) {
    return {
      kind: "flag",
      advice:
        "Something was bound over /etc/passwd or /etc/group. Leave that --bind or --mount out: in this mode Apptainer itself leaves the files alone.",
    };
  }
  const edits = /\b(?:sed|mv|perl|awk|python3?)\b/.test(situation.traced ?? "");
  return {
    kind: "recipe",
    advice: edits
      ? "Without user namespaces Apptainer mounts its own /etc/passwd and /etc/group over the image's, so they cannot be replaced. Leave the edit out, or change them in %setup under $APPTAINER_ROOTFS; or ask for a range in /etc/subuid."
      : "Without user namespaces Apptainer mounts its own /etc/passwd and /etc/group over the image's, so no account can be added. `deflint build` mends this by itself: it lets the account tools pass for the time of the build.",
  };
}
