import type { Range } from "#grammar/source.ts";
import { type Confidence, type Draft, defineRule, type Severity } from "../define-rule.ts";
import type { ScriptContext } from "../document.ts";
import { insertAccountStub } from "../edits/insert-account-stub.ts";
import { areStubbed } from "../knowledge/accounts.ts";
import type { UsersFamily } from "../knowledge/base-images.ts";
import { runsScriptlets, type Transaction } from "../knowledge/package-managers.ts";
import { accountEffect, packageNameOf, pulledBy } from "../knowledge/packages-adding-users.ts";

/** What a transaction shows of packages that add users. */
interface Evidence {
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly range: Range;
  readonly message: string;
}

const RANK: Readonly<Record<Severity, number>> = { error: 2, warning: 1, info: 0 };

function* check(ctx: ScriptContext): Iterable<Draft> {
  const open = ctx.transactions.filter((transaction) => isOpen(transaction));
  const found = open.map((transaction) => evidenceOf(ctx, transaction));
  const strongest = Math.max(...found.map(({ severity }) => RANK[severity]));
  const evidence = found.find(({ severity }) => RANK[severity] === strongest);
  if (evidence === undefined) return;
  const weak = evidence.severity === "info";
  const fix = insertAccountStub(ctx, weak ? { safety: "manual", safetyInBuild: "safe" } : { safety: "safe" });
  yield { ...evidence, fix };
}

/** Whether a transaction runs scriptlets that find the real groupadd and useradd. */
function isOpen(transaction: Transaction): boolean {
  const { family, action, state } = transaction;
  if (family !== "rpm" || action === "remove" || !runsScriptlets(transaction)) return false;
  return areStubbed(state, ["groupadd", "useradd"]) === "no";
}

function evidenceOf(ctx: ScriptContext, transaction: Transaction): Evidence {
  const certain = transaction.state.reached === "yes";
  const families = usersFamilies(ctx, transaction);
  for (const { value, word } of transaction.packages) {
    if (value === undefined || transaction.action === "group-install") continue;
    const name = packageNameOf(value, "rpm");
    const fatal = families
      .map((family) => accountEffect(family, name))
      .find((effect) => effect?.fatal === "yes" || effect?.fatal === "likely");
    if (fatal === undefined) continue;
    const proven = fatal.fatal === "yes" && fatal.certainty === "verified" && certain;
    return {
      severity: proven ? "error" : "warning",
      confidence: proven ? "high" : "medium",
      range: word,
      message: `${name} runs groupadd or useradd when it is installed. ${FAILURE}`,
    };
  }
  return pulledEvidence(transaction, families) ?? wholesaleEvidence(ctx, transaction) ?? plainEvidence(transaction);
}

const FAILURE =
  "Without user namespaces /etc/group is a mount, so groupadd fails, the scriptlet with it, and the whole transaction.";

function pulledEvidence(transaction: Transaction, families: readonly UsersFamily[]): Evidence | undefined {
  if (transaction.action === "group-install") return undefined;
  for (const { value, word } of transaction.packages) {
    if (value === undefined) continue;
    const name = packageNameOf(value, "rpm");
    const pulled = families.map((family) => pulledBy(family, name)).find((found) => found !== undefined);
    if (pulled === undefined) continue;
    const message = `${name} brings ${pulled.package}, which runs groupadd or useradd when it is installed. ${FAILURE}`;
    return { severity: "warning", confidence: "medium", range: word, message };
  }
  return undefined;
}

/** An update and a group of packages bring what the recipe does not name. */
function wholesaleEvidence(
  ctx: ScriptContext,
  { action, command, manager, packages }: Transaction,
): Evidence | undefined {
  const isUpdate = action === "upgrade" && packages.length === 0 && isEnterpriseLinux(ctx);
  if (!isUpdate && action !== "group-install") return undefined;
  const what = isUpdate
    ? `${manager} updates all packages of the base`
    : `${manager} installs a whole group of packages`;
  return {
    severity: "warning",
    confidence: "medium",
    range: command,
    message: `${what}, and some of them run groupadd or useradd. ${FAILURE}`,
  };
}

function plainEvidence({ command, manager }: Transaction): Evidence {
  return {
    severity: "info",
    confidence: "medium",
    range: command,
    message: `What ${manager} installs here may bring a package that runs groupadd or useradd. ${FAILURE}`,
  };
}

/** Releases 8 and later: what an update of 7 brings guards its accounts or does not fail by them. */
function isEnterpriseLinux({ stage: { base } }: ScriptContext): boolean {
  const isOne = /^(?:rocky|almalinux|centos|rhel|oracle)$/.test(base?.distribution ?? "");
  return isOne && base?.usersFamily !== "rhel7" && !(base?.distribution === "centos" && base.release === undefined);
}

/** The tables that apply: the base's own, or those of Enterprise Linux where dnf runs on a base that is not known. */
function usersFamilies({ stage: { base } }: ScriptContext, { manager }: Transaction): readonly UsersFamily[] {
  if (base !== undefined) return base.usersFamily === undefined ? [] : [base.usersFamily];
  return manager === "zypper" ? ["suse"] : ["rhel8", "rhel9"];
}

export default defineRule({
  meta: {
    code: "DF101",
    name: "rpm-scriptlet-adds-user",
    summary: "Let rpm packages install that add users, where no user can be added",
    why: `In a build by setuid Apptainer and the fakeroot command, without user namespaces, an rpm package that adds a user or a
group can fail to install. Apptainer mounts its own copies over \`/etc/passwd\` and \`/etc/group\` there; the tools of shadow-utils write a
new file and rename it, which a mount refuses: \`groupadd: failure while writing changes to /etc/group\`. Where the package's scriptlet
ends in that command, rpm refuses the package (\`%prein(...) scriptlet failed\`) and dnf the whole transaction. The mend puts
stand-ins for the tools before the first transaction, for such builds alone, and brings the real ones back at the end.`,
    severity: "error",
    confidence: "high",
    fix: "safe",
    modes: { "suid-fakeroot": "fails" },
    since: "0.1.0",
    sources: [
      "Apptainer, internal/pkg/runtime/engine/apptainer/container_linux.go, addIdentityMount",
      "CSC user guide, Containers: Apptainer fakeroot mode without unprivileged user namespaces",
      "Apptainer 1.4.5, run: groupadd ends with 10 in this mode and succeeds in the others",
    ],
  },
  on: { post: (_script, ctx) => check(ctx) },
});
