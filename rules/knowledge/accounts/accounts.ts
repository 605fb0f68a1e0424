/** Owns the names of account commands and files: what changes accounts, and where accounts are kept. */
import { type Invocation, operandsOf } from "../shell/invocation.ts";
import type { Certainty, State } from "../shell/state.ts";

/**
 * Commands that replace /etc/passwd or /etc/group and so fail where these are mounts. `passwd`, `chpasswd` and `chage`
 * are not among them: they write /etc/shadow, which is not mounted. Apptainer 1.4.5, run in all four fakeroot modes.
 */
export const ACCOUNT_COMMANDS: ReadonlySet<string> = new Set([
  "useradd",
  "userdel",
  "usermod",
  "groupadd",
  "groupdel",
  "groupmod",
  "gpasswd",
  "chsh",
  "chfn",
  "adduser",
  "addgroup",
  "newusers",
]);

/** Files that Apptainer mounts over without user namespaces (addIdentityMount). Their backups (`/etc/passwd-`) are not. */
export const ACCOUNT_FILES: ReadonlySet<string> = new Set(["/etc/passwd", "/etc/group"]);

/** Tools that scriptlets of packages call to add accounts; a stub that lacks one of these leaves a gap. */
export const SCRIPTLET_TOOLS: readonly string[] = ["groupadd", "useradd", "usermod", "groupmod", "systemd-sysusers"];

/** The account command that an invocation runs, however it is called (`/usr/sbin/useradd`); not another program of its name. */
export function accountCommandOf({ name, program }: Invocation): string | undefined {
  const word = program.value ?? "";
  const isPlain = word === name || /^\/(?:usr\/)?(?:local\/)?s?bin\/[^/]+$/.test(word);
  return isPlain && ACCOUNT_COMMANDS.has(name) ? name : undefined;
}

/** Whether a path names one of the account files, also with doubled or `.` steps. */
export function isAccountFile(path: string): boolean {
  return ACCOUNT_FILES.has(path.replace(/\/(?:\.?\/)+/g, "/"));
}

/** Accounts that every base image has, and numbers, which need none. */
const BASE_ACCOUNTS =
  /^(?:root|bin|daemon|adm|lp|sync|shutdown|halt|mail|operator|games|ftp|nobody|users|wheel|tty|disk|sys|man|news|staff|\d+)?$/;

/** Whether a command uses the name of an account that must have been made before, or changes accounts itself. */
export function usesAccountName({ name, arguments: words }: Invocation): boolean {
  if (ACCOUNT_COMMANDS.has(name)) return true;
  const isOther = (account: string | undefined): boolean => !BASE_ACCOUNTS.test(account ?? "?");
  switch (name) {
    case "chown":
    case "chgrp": {
      if (words.some(({ value }) => value?.startsWith("--reference"))) return false;
      const owner = operandsOf(words)[0];
      return owner !== undefined && (owner.value ?? "?").split(/[:.]/).some(isOther);
    }
    case "install":
      return words.some(({ value }, at) => {
        const glued = /^(?:-[og]|--(?:owner|group)=)(.+)$/.exec(value ?? "")?.[1];
        return /^(?:-[og]|--owner|--group)$/.test(words[at - 1]?.value ?? "")
          ? isOther(value)
          : glued && isOther(glued);
      });
    case "find":
    case "xargs":
    case "sh":
    case "bash":
      return words.some(({ value }) => /\b(?:chown|chgrp|su|runuser)\b/.test(value ?? ""));
    case "setpriv":
    case "rsync":
      return words.some(({ value }) => /^--(?:reuid|regid|chown|usermap|groupmap)/.test(value ?? ""));
    case "passwd":
    case "chage":
    case "crontab":
    case "su":
    case "runuser":
    case "gosu":
      return operandsOf(words, /^-[dEIlmMWu]$/).some(({ value }) => value !== "-" && isOther(value));
    default:
      return false;
  }
}

/** Whether something else surely takes the calls of all these tools where a state holds. */
export function areStubbed({ stubbed }: State, tools: readonly string[]): Certainty {
  const answers = tools.map((tool) => stubbed.get(tool) ?? "no");
  if (answers.every((answer) => answer === "yes")) return "yes";
  return answers.some((answer) => answer === "no") ? "no" : "unknown";
}
