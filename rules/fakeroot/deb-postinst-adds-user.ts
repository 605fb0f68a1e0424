import { type Draft, defineRule, type Fix, gravestOf, type Severity } from "../define-rule.ts";
import type { ScriptContext } from "../document.ts";
import { insertAccountStub } from "../edits/insert-account-stub.ts";
import { areStubbed, isAccountFile } from "../knowledge/accounts/accounts.ts";
import { type DebEvidence, findDebEvidence } from "../knowledge/accounts/deb-accounts.ts";
import { isBehindMountGuard } from "../knowledge/accounts/mount-guard.ts";
import type { Transaction } from "../knowledge/package-managers/transactions.ts";
import { failureIsTolerated, leavesOutTheRest } from "../knowledge/shell/failure.ts";

interface Danger {
  readonly transaction: Transaction;
  readonly evidence: DebEvidence | undefined;
  readonly severity: Severity;
}

/** One finding a stage: at the first of the transactions with the strongest evidence. */
function* check(ctx: ScriptContext): Iterable<Draft> {
  const onlyRoot = ctx.document.target.mode === "userns";
  const dangers = ctx.transactions
    .filter((transaction) => isOnDebian(ctx) && (onlyRoot ? installs : isOpen)(transaction))
    .map((transaction) => judge(transaction, ctx))
    .filter(({ evidence }) => !onlyRoot || evidence?.givesFiles);
  const danger = gravestOf(dangers);
  if (danger === undefined) return;
  const { evidence, severity, transaction } = danger;
  yield {
    range: evidence?.word ?? transaction.command,
    severity,
    confidence: severity === "error" ? "high" : "medium",
    message: onlyRoot ? describeGivenFiles(danger) : describe(danger),
    ...(evidence?.givesFiles ? {} : { modes: { "suid-fakeroot": "fails" } as const }),
    fix: onlyRoot ? declineRecommends(danger) : insertStub(ctx, severity),
  };
}

/** apt on another distribution's image is not for its own packages. */
function isOnDebian({ stage: { base } }: ScriptContext): boolean {
  return base === undefined || base.family === "deb";
}

function installs({ family, action, packages }: Transaction): boolean {
  return family === "deb" && action !== "remove" && (packages.length > 0 || action === "upgrade");
}

/** Whether a transaction runs scripts that find the real groupadd and useradd. */
function isOpen(transaction: Transaction): boolean {
  return installs(transaction) && areStubbed(transaction.state, ["groupadd", "useradd"]) === "no";
}

function judge(transaction: Transaction, ctx: ScriptContext): Danger {
  const found = findDebEvidence(transaction, ctx);
  const onlyRoot = ctx.document.target.mode === "userns";
  const evidence = !onlyRoot && namesAreGivenBefore(transaction, ctx) ? undefined : found;
  const isProven = evidence?.isProven && endsBuild(transaction);
  return { transaction, evidence, severity: isProven ? "error" : evidence === undefined ? "info" : "warning" };
}

/** Whether the recipe itself writes names into the mounted copies first: packages that find theirs add none. */
function namesAreGivenBefore({ command }: Transaction, ctx: ScriptContext): boolean {
  return ctx.flow.changes.some(
    ({ command: one, change: { path, how } }) =>
      one.start < command.start && how === "append" && isAccountFile(path) && isBehindMountGuard(one),
  );
}

/** Whether the build ends when apt fails, or goes on without what stands behind `&&`. */
function endsBuild({ command, state }: Transaction): boolean {
  return state.reached === "yes" && (!failureIsTolerated(command, state) || leavesOutTheRest(command));
}

const PACKAGE_FAILS =
  "Without user namespaces /etc/group is a mount, so groupadd fails, the package's script with it, and apt.";

function describe({ evidence, transaction: { manager } }: Danger): string {
  if (evidence === undefined)
    return `What ${manager} installs here may bring a package that adds a user. ${PACKAGE_FAILS}`;
  const { name, by, adding } = evidence;
  if (by === undefined) return `${name} adds a user or a group when it is installed. ${PACKAGE_FAILS}`;
  const brings = by === "depends" ? "needs" : "recommends, and so brings,";
  return `${name} ${brings} ${adding}, which adds a user or a group. ${PACKAGE_FAILS}`;
}

function describeGivenFiles({ evidence }: Danger): string {
  const { name = "", by, adding = "" } = evidence ?? {};
  const what =
    by === undefined ? name : `${name} ${by === "depends" ? "needs" : "recommends, and so brings,"} ${adding}, which`;
  return `${what} gives files to another owner when it is installed. Only root is mapped here, so that fails ("Invalid argument"), the package's script with it, and apt.`;
}

function insertStub(ctx: ScriptContext, severity: Severity): Fix | undefined {
  return insertAccountStub(ctx, severity === "info" ? { safety: "manual", safetyInBuild: "safe" } : { safety: "safe" });
}

/** Keeps a package out that is only recommended. */
function declineRecommends({ evidence, transaction: { verb } }: Danger): Fix | undefined {
  if (evidence?.by !== "recommends" || verb === undefined || verb.word.text !== verb.value) return undefined;
  const { end } = verb.word;
  return {
    title: "Install no package that is only recommended",
    safety: "unsafe",
    edits: [{ start: end, end, text: " --no-install-recommends" }],
  };
}

export default defineRule({
  meta: {
    code: "DF102",
    name: "deb-postinst-adds-user",
    summary: "Let Debian packages install that add users, where no user can be added",
    why: `In a build by setuid Apptainer and the fakeroot command, without user namespaces, a Debian package that adds a user or a
group cannot be installed. Apptainer mounts its own copies over \`/etc/passwd\` and \`/etc/group\` there, which \`groupadd\` and \`useradd\`
cannot replace: \`addgroup: ... returned error code 10\`, and apt ends with \`Sub-process /usr/bin/dpkg returned an error code (1)\`. The usual
ones are openssh-client, which git recommends and OpenMPI needs, dbus and systemd. The mend puts stand-ins for the tools before the first
transaction, for such builds alone: they append to the mounted copies, so that the packages find their names. With user namespaces but
without the fakeroot command many of the same packages fail when they give files away: \`--no-install-recommends\` keeps most of them out.`,
    severity: "error",
    confidence: "high",
    fix: "safe",
    modes: { userns: "fails", "suid-fakeroot": "fails" },
    since: "0.1.0",
    sources: [
      "Apptainer, internal/pkg/runtime/engine/apptainer/container_linux.go, addIdentityMount",
      "Apptainer 1.4.5, run with 40 packages of Debian 12 in both modes, with and without the mend",
      "apptainer/apptainer#2153",
    ],
  },
  on: { post: (_script, ctx) => check(ctx) },
});
