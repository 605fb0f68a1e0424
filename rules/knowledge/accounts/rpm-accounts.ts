/** What a transaction of rpm packages shows of packages that add users, by its words and by the image it runs in. */

import type { BaseImage, UsersFamily } from "../images/distributions.ts";
import type { Transaction } from "../package-managers/transactions.ts";
import type { Argument } from "../shell/invocation.ts";
import { accountEffect, packageNameOf, pulledBy } from "./packages-adding-users.ts";

export type AccountEvidence =
  /** A package is named whose failing scriptlet is fatal; `isProven` where the scriptlet was read. */
  | { readonly kind: "named"; readonly name: string; readonly word: Argument["word"]; readonly isProven: boolean }
  /** A package is named that brings such a one. */
  | { readonly kind: "pulled"; readonly name: string; readonly pulled: string; readonly word: Argument["word"] }
  /** All packages of the base are updated. */
  | { readonly kind: "update" }
  /** A whole group of packages is installed, but for release 7, of whose groups no member is known to fail. */
  | { readonly kind: "group" }
  | { readonly kind: "none" };

/** The strongest evidence of a transaction; `base` undefined where the image is not known. */
export function findAccountEvidence(transaction: Transaction, base: BaseImage | undefined): AccountEvidence {
  const { action, packages } = transaction;
  if (action === "group-install") return base?.usersFamily === "rhel7" ? { kind: "none" } : { kind: "group" };
  const families = familiesOf(transaction, base);
  return (
    findNamed(packages, families) ??
    findPulled(packages, families) ??
    (action === "upgrade" && packages.length === 0 && isLaterEnterpriseLinux(base)
      ? { kind: "update" }
      : { kind: "none" })
  );
}

function findNamed(packages: readonly Argument[], families: readonly UsersFamily[]): AccountEvidence | undefined {
  for (const { value, word } of packages) {
    if (value === undefined) continue;
    const name = packageNameOf(value, "rpm");
    for (const family of families) {
      const effect = accountEffect(family, name);
      if (effect?.fatal !== "yes" && effect?.fatal !== "likely") continue;
      return { kind: "named", name, word, isProven: effect.fatal === "yes" && effect.certainty === "verified" };
    }
  }
  return undefined;
}

function findPulled(packages: readonly Argument[], families: readonly UsersFamily[]): AccountEvidence | undefined {
  for (const { value, word } of packages) {
    if (value === undefined) continue;
    const name = packageNameOf(value, "rpm");
    for (const family of families) {
      const pulled = pulledBy(family, name);
      if (pulled !== undefined) return { kind: "pulled", name, pulled: pulled.package, word };
    }
  }
  return undefined;
}

/** Releases 8 and later: what an update of 7 brings guards its accounts or does not fail by them. */
function isLaterEnterpriseLinux(base: BaseImage | undefined): boolean {
  if (base === undefined || !/^(?:rocky|almalinux|centos|rhel|oracle)$/.test(base.distribution)) return false;
  return base.usersFamily !== "rhel7" && !(base.distribution === "centos" && base.release === undefined);
}

/** The tables that apply: the base's own, or those of Enterprise Linux where dnf runs on a base that is not known. */
function familiesOf({ manager }: Transaction, base: BaseImage | undefined): readonly UsersFamily[] {
  if (base !== undefined) return base.usersFamily === undefined ? [] : [base.usersFamily];
  return manager === "zypper" ? ["suse"] : ["rhel8", "rhel9"];
}
