import { type Draft, defineRule, gravestOf, type Severity } from "../define-rule.ts";
import type { ScriptContext } from "../document.ts";
import { insertAccountStub } from "../edits/insert-account-stub.ts";
import { areStubbed } from "../knowledge/accounts/accounts.ts";
import { type AccountEvidence, findAccountEvidence } from "../knowledge/accounts/rpm-accounts.ts";
import { runsScriptlets, type Transaction } from "../knowledge/package-managers/transactions.ts";

interface Danger {
  readonly transaction: Transaction;
  readonly evidence: AccountEvidence;
  readonly severity: Severity;
}

/** One finding a stage: at the first of the transactions with the strongest evidence. */
function* check(ctx: ScriptContext): Iterable<Draft> {
  const dangers = ctx.transactions.filter(isOpen).map((transaction) => judge(transaction, ctx));
  const danger = gravestOf(dangers);
  if (danger === undefined) return;
  const { evidence, severity, transaction } = danger;
  yield {
    range: "word" in evidence ? evidence.word : transaction.command,
    severity,
    confidence: severity === "error" ? "high" : "medium",
    message: `${describe(danger)} ${FAILURE}`,
    fix: insertAccountStub(ctx, severity === "info" ? { safety: "manual", safetyInBuild: "safe" } : { safety: "safe" }),
  };
}

/** Whether a transaction runs scriptlets that find the real groupadd and useradd. */
function isOpen(transaction: Transaction): boolean {
  const { family, action, state } = transaction;
  if (family !== "rpm" || action === "remove" || !runsScriptlets(transaction)) return false;
  return areStubbed(state, ["groupadd", "useradd"]) === "no";
}

function judge(transaction: Transaction, ctx: ScriptContext): Danger {
  const evidence = findAccountEvidence(transaction, ctx.stage.base);
  const isProven = evidence.kind === "named" && evidence.isProven && transaction.state.reached === "yes";
  const severity = isProven ? "error" : evidence.kind === "none" ? "info" : "warning";
  return { transaction, evidence, severity };
}

function describe({ evidence, transaction: { manager } }: Danger): string {
  switch (evidence.kind) {
    case "named":
      return `${evidence.name} runs groupadd or useradd when it is installed.`;
    case "pulled":
      return `${evidence.name} brings ${evidence.pulled}, which runs groupadd or useradd when it is installed.`;
    case "update":
      return `${manager} updates all packages of the base, and some of them run groupadd or useradd.`;
    case "group":
      return `${manager} installs a whole group of packages, and some of them run groupadd or useradd.`;
    case "none":
      return `What ${manager} installs here may bring a package that runs groupadd or useradd.`;
  }
}

const FAILURE =
  "Without user namespaces /etc/group is a mount, so groupadd fails, the scriptlet with it, and the whole transaction.";

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
