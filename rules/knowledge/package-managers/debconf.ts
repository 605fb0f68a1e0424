/** Debian packages that ask while they are installed, and what keeps them from it. */
import { headerEntry } from "#grammar/ast.ts";
import type { BuildScript } from "#grammar/shell/build-script.ts";
import type { ScriptContext, StageContext } from "../../document.ts";
import { readImageName } from "../images/container-images.ts";
import type { Argument } from "../shell/invocation.ts";
import type { Transaction } from "./manager.ts";

/**
 * Packages with a debconf question of high priority and no usable default, and those that need one of them: debconf
 * templates and dependencies in the package indexes of Ubuntu 18.04 to 22.04.
 */
const ASKING: ReadonlyMap<string, string> = new Map([
  ["keyboard-configuration", "keyboard-configuration"],
  ["console-setup", "keyboard-configuration"],
  ["xorg", "keyboard-configuration"],
  ["xserver-xorg", "keyboard-configuration"],
  ["xserver-xorg-core", "keyboard-configuration"],
  ["ubuntu-desktop", "keyboard-configuration"],
  ["xubuntu-desktop", "keyboard-configuration"],
  ["lubuntu-desktop", "keyboard-configuration"],
  ["postfix", "postfix"],
  ["krb5-user", "krb5-config"],
  ["krb5-config", "krb5-config"],
  ["wireshark", "wireshark-common"],
  ["wireshark-common", "wireshark-common"],
  ["tshark", "wireshark-common"],
  ["jackd2", "jackd2"],
  ["slapd", "slapd"],
  ["nslcd", "nslcd"],
  ["libnss-ldapd", "libnss-ldapd"],
  ["ttf-mscorefonts-installer", "ttf-mscorefonts-installer"],
  ["iptables-persistent", "iptables-persistent"],
]);

/** What needs tzdata, which asks where it is not there yet: Debian's image has it, Ubuntu's has not. */
const NEEDING_TZDATA =
  /^(?:tzdata|r-base|r-base-core|r-base-dev|r-recommended|tcl|tcl-dev|tcl8\.6|tcl8\.6-dev|tk|tk-dev|tk8\.6|tk8\.6-dev|python-tk|python3-tk|expect|environment-modules|lmod|gitk|git-gui|postgresql)$/;

export interface AskingPackage {
  readonly word: Argument["word"];
  readonly name: string;
  /** The package that asks: itself, or one that it needs. */
  readonly asking: string;
}

/** Images without tzdata, from the release on in which it asks. */
const WITHOUT_TZDATA = /^(?:ubuntu|nvidia\/cuda)$/;
const FIRST_RELEASE_ASKING = 18.04;

/** Whether a stage starts from an image that has no tzdata, by the words of its header. */
function hasNoTimeZone({ stage, base }: StageContext): boolean {
  if (base?.distribution !== "ubuntu" || Number(base.release) < FIRST_RELEASE_ASKING) return false;
  const value = (name: string): string => headerEntry(stage, name)?.value.text.trim() ?? "";
  const image = /^docker/i.test(value("bootstrap")) ? readImageName(value("from")) : undefined;
  return base.release !== undefined && WITHOUT_TZDATA.test(image?.name ?? "");
}

/** The packages of a transaction that ask. */
function findAskingPackages({ family, action, packages }: Transaction, noTimeZone: boolean): AskingPackage[] {
  if (family !== "deb" || action === "remove") return [];
  return packages.flatMap(({ value, word }) => {
    const name = value?.replace(/[=/:].*$/, "") ?? "";
    const asking = noTimeZone && NEEDING_TZDATA.test(name) ? "tzdata" : ASKING.get(name);
    return asking === undefined ? [] : [{ word, name, asking }];
  });
}

const PREPARES = /debconf-set-selections|debconf\/frontend|\/etc\/timezone|\/etc\/localtime|\/usr\/share\/zoneinfo/;

/**
 * Whether something keeps packages from asking: the variable is seen by the command, or an answer was written before,
 * debconf's or the time zone that tzdata takes for one.
 */
function isQuiet({ invocation, state, command }: Transaction, { commands }: BuildScript): boolean {
  if (invocation.environment.has("DEBIAN_FRONTEND") || state.exported.has("DEBIAN_FRONTEND")) return true;
  const prepares = commands.find(({ words, redirects }) =>
    [...words, ...redirects.flatMap(({ target }) => target ?? [])].some(({ value }) => PREPARES.test(value)),
  );
  return prepares !== undefined && prepares.start < command.start;
}

/** The first package that asks and is not there yet from an earlier command that kept it quiet. */
export function findDebconfQuestion({ script, stage, transactions }: ScriptContext): AskingPackage | undefined {
  const installed = new Set<string>();
  const noTimeZone = hasNoTimeZone(stage);
  for (const transaction of transactions) {
    const asking = findAskingPackages(transaction, noTimeZone);
    const open = asking.find((found) => !installed.has(found.asking));
    if (open !== undefined && !isQuiet(transaction, script)) return open;
    for (const found of asking) installed.add(found.asking);
  }
  return undefined;
}
