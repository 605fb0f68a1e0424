/** What a transaction of Debian packages shows of packages that add users, by its words and by the image it runs in. */
import type { ScriptContext } from "../../document.ts";
import type { BaseImage } from "../images/distributions.ts";
import { declinesRecommends, hasFromBase } from "../images/image-packages.ts";
import { aptSetting, INSTALL_RECOMMENDS } from "../package-managers/apt-settings.ts";
import type { Transaction } from "../package-managers/transactions.ts";
import type { Argument } from "../shell/invocation.ts";
import { type AccountEffect, accountEffect, packageNameOf, pulledBy } from "./packages-adding-users.ts";

export interface DebEvidence {
  /** The package that the recipe names. */
  readonly name: string;
  readonly word: Argument["word"];
  /** The package that adds an account: the named one, or one that comes along. */
  readonly adding: string;
  /** How it comes along; undefined for the named package itself. */
  readonly by: "depends" | "recommends" | undefined;
  /** Whether it was seen to fail on such an image. */
  readonly isProven: boolean;
  /** Whether its script gives files to another owner than root, too. */
  readonly givesFiles: boolean;
}

/**
 * Verified packages that add an account and give no file away: they install where only root is mapped. Debian 12,
 * Apptainer 1.4.5, run in both modes.
 */
const ONLY_ADD: ReadonlySet<string> = new Set(
  "cvs libibverbs1 pipewire pulseaudio rpcbind slurm-wlm-basic-plugins sssd-common systemd tcpdump udev usbmuxd".split(
    " ",
  ),
);

/** Packages whose scripts and dependencies have been alike in this for ten years of Debian and Ubuntu. */
const LONG_ALIKE: ReadonlySet<string> = new Set(
  `avahi-daemon dbus dbus-x11 git libopenmpi-dev mpi-default-bin mpi-default-dev munge nfs-common openmpi-bin
  openssh-client openssh-server postfix rpcbind ssh ssl-cert sshfs systemd udev uuid-runtime`.split(/\s+/),
);

/** The strongest evidence of a transaction; undefined where no package in it is known to add an account. */
export function findDebEvidence(transaction: Transaction, ctx: ScriptContext): DebEvidence | undefined {
  if (transaction.verb?.value === "build-dep") return undefined;
  const declined = recommendsAreDeclined(transaction, ctx);
  const found = transaction.packages.flatMap((argument) => evidenceOf(argument, declined, ctx) ?? []);
  return found.find(({ isProven }) => isProven) ?? found[0];
}

function evidenceOf({ value, word }: Argument, declined: boolean, { stage }: ScriptContext): DebEvidence | undefined {
  if (value === undefined) return undefined;
  const name = packageNameOf(value, "deb");
  const own = accountEffect("debian", name);
  const pulled = isDangerous(own) || isTooOld(stage.base, name) ? undefined : pulledBy("debian", name);
  const effect = pulled?.effect ?? own;
  const adding = pulled?.package ?? name;
  if (!isDangerous(effect) || hasFromBase(adding, stage)) return undefined;
  const by = pulled && (RECOMMENDED_BEFORE.test(name) && isBefore(stage.base, 10, 20) ? "recommends" : pulled.by);
  if (by === "recommends" && declined) return undefined;
  const isVerified = effect.fatal === "yes" && effect.certainty === "verified";
  return {
    name,
    word,
    adding,
    by,
    isProven: isVerified && isProvenOn(stage.base, name),
    givesFiles: isVerified && !ONLY_ADD.has(adding),
  };
}

function isDangerous(effect: AccountEffect | undefined): effect is AccountEffect {
  if (effect === undefined || (effect.fatal !== "yes" && effect.fatal !== "likely")) return false;
  return effect.certainty === "verified" || effect.certainty === "likely";
}

/** Only on a distribution's own image is it known that the package is not there yet. */
function isProvenOn(base: BaseImage | undefined, name: string): boolean {
  if (base?.isPlain !== true || base.release === undefined || isBefore(base, 9, 16)) return false;
  if (base.distribution === "debian" && base.release === "12") return true;
  return LONG_ALIKE.has(name) && isBefore(base, 13, 25);
}

/** What the packages of older releases bring is known of a few alone. */
function isTooOld(base: BaseImage | undefined, name: string): boolean {
  return isBefore(base, 9, 16) && !LONG_ALIKE.has(name);
}

/** What came with these by recommendation only, before they needed packagekit: Debian 10, Ubuntu 20.04. */
const RECOMMENDED_BEFORE = /^software-properties-common$/;

function isBefore(base: BaseImage | undefined, debian: number, ubuntu: number): boolean {
  return Number(base?.release ?? Number.NaN) < (base?.distribution === "debian" ? debian : ubuntu);
}

/** Whether a transaction installs no package that is only recommended; also where that is not known. */
export function recommendsAreDeclined(transaction: Transaction, ctx: ScriptContext): boolean {
  const { manager, invocation } = transaction;
  const values = invocation.arguments.map(({ value }) => value ?? "");
  if (values.some((value) => /^--(?:no-install|without)-recommends$/.test(value))) return true;
  if (values.includes("--install-recommends")) return false;
  if (manager === "dpkg" || (manager === "aptitude" && values.includes("-R"))) return true;
  const setting = aptSetting(INSTALL_RECOMMENDS, transaction, ctx);
  return setting === undefined ? declinesRecommends(ctx.stage) : !/^(?:1|true|yes|on|with|enable)$/i.test(setting);
}
