/** Commands that run another as another user: su, runuser, gosu, su-exec, setpriv, chpst and `sudo -u`. */
import { type Argument, type Invocation, operandsOf, type Wrapper } from "../shell/invocation.ts";

export interface UserSwitch {
  readonly program: Argument;
  readonly name: string;
  /** The user, undefined where it is not known. */
  readonly user: string | undefined;
  /** Whether it runs a command; otherwise a shell that reads what comes in. */
  readonly runsCommand: boolean;
}

export function userSwitchOf(invocation: Invocation): UserSwitch | undefined {
  const { name, program, arguments: words } = invocation;
  const sudo = [...invocation.wrappers, { name, program, arguments: words }].find((wrapper) => wrapper.name === "sudo");
  if (sudo !== undefined) return bySudo(sudo);
  const base = { name, program };
  switch (name) {
    case "su":
      return bySu(base, words);
    case "runuser": {
      const user = optionValue(words, /^-u$|^--user$/);
      return user === undefined ? bySu(base, words) : { ...base, user: user.value, runsCommand: true };
    }
    case "gosu":
    case "su-exec": {
      const [user, inner] = operandsOf(words);
      return user && inner && { ...base, user: user.value?.split(":")[0], runsCommand: true };
    }
    case "chpst": {
      const user = optionValue(words, /^-[uU]$/);
      return user && { ...base, user: user.value?.split(":")[0], runsCommand: true };
    }
    case "setpriv": {
      const user = optionValue(words, /^--reuid$/);
      return user && { ...base, user: user.value, runsCommand: true };
    }
    default:
      return undefined;
  }
}

/** su(1) and runuser(1) of util-linux 2.41: without a name it is root. */
const SU_VALUED = /^-[a-zA-Z]*[csgGwT]$|^--(?:command|session-command|shell|group|supp-group|whitelist-environment)$/;

function bySu(base: Pick<UserSwitch, "name" | "program">, words: readonly Argument[]): UserSwitch | undefined {
  if (words.some(({ value }) => /^(?:--help|--version|-h|-V)$/.test(value ?? ""))) return undefined;
  const [user] = operandsOf(words, SU_VALUED).filter(({ value }) => value !== "-");
  const runsCommand = words.some(({ value }) => /^-[a-zA-Z]*c|^--(?:session-)?command/.test(value ?? ""));
  return { ...base, user: user === undefined ? "root" : user.value, runsCommand };
}

/** sudo(8): only with `-u` is it another user. */
function bySudo({ name, program, arguments: words }: Wrapper): UserSwitch | undefined {
  const user = optionValue(words, /^-[a-zA-Z]*u$|^--user$/);
  return user && { name: `${name} -u`, program, user: user.value, runsCommand: true };
}

/** The value of an option, as a word of its own or behind `=`. */
function optionValue(words: readonly Argument[], option: RegExp): Argument | undefined {
  for (const [at, { value, word }] of words.entries()) {
    if (value !== undefined && option.test(value)) return words[at + 1];
    const [name = "", glued] = value?.split(/=(.*)/s) ?? [];
    if (glued !== undefined && option.test(name)) return { value: glued, word };
  }
  return undefined;
}

/** Whether a user is another one than root, as far as it is known. */
export function isOtherUser(user: string | undefined): boolean {
  return user !== undefined && !/^(?:root|\+?#?0+|)$/.test(user);
}
