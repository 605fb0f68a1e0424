/** Owns the names of account commands and files: what changes accounts, and where accounts are kept. */

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

/** Account commands that make a user or a group, so that a later command may use its name. */
export const ACCOUNT_MAKERS: ReadonlySet<string> = new Set(["useradd", "groupadd", "adduser", "addgroup", "newusers"]);

/** Files that Apptainer mounts over without user namespaces (addIdentityMount). Their backups (`/etc/passwd-`) are not. */
export const ACCOUNT_FILES: ReadonlySet<string> = new Set(["/etc/passwd", "/etc/group"]);

/** Tools that scriptlets of packages call to add accounts; a stub that lacks one of these leaves a gap. */
export const SCRIPTLET_TOOLS: readonly string[] = ["groupadd", "useradd", "usermod", "groupmod", "systemd-sysusers"];

/** The command's own name when it is an account command, however it is called (`/usr/sbin/useradd`). */
export function accountCommand(word: string): string | undefined {
  const name = word.replace(/^.*\//, "");
  const plain = word === name || /^\/(?:usr\/)?(?:local\/)?s?bin\/[^/]+$/.test(word);
  return plain && ACCOUNT_COMMANDS.has(name) ? name : undefined;
}

/** Whether a path names one of the account files, also with doubled or `.` steps. */
export function isAccountFile(path: string): boolean {
  return ACCOUNT_FILES.has(path.replace(/\/(?:\.?\/)+/g, "/"));
}
