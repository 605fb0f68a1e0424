import { headerEntry } from "#grammar/ast.ts";
import { textsOf } from "#grammar/shell/tree.ts";
import { type Draft, defineRule, type Fix } from "../define-rule.ts";
import type { ScriptContext, StageContext } from "../document.ts";
import { readImageName } from "../knowledge/images/container-images.ts";
import type { Transaction } from "../knowledge/package-managers/transactions.ts";
import { effectiveValue } from "../knowledge/recipe/header-entries.ts";

function* check(transaction: Transaction, ctx: ScriptContext): Iterable<Draft> {
  const { manager, command } = transaction;
  if (!isOfAll(transaction) || !hasOldFilesystem(ctx.stage) || isExcluded(transaction, ctx)) return;
  yield {
    range: transaction.verb?.word ?? command,
    message: `${manager} updates the package filesystem too, which is newer in the repositories than in this base. It sets the owner of /dev and /proc, which are the host's here: "cpio: chown failed", and the whole transaction fails. Add --exclude=filesystem*, or start from a newer release.`,
    fix: exclude(transaction),
  };
}

/** Whether dnf or yum updates all packages, or this one by name; updates for security alone leave it out. */
function isOfAll({ manager, action, packages, invocation }: Transaction): boolean {
  if (action !== "upgrade" || !/^(?:dnf5?|dnf-3|yum|microdnf)$/.test(manager)) return false;
  if (packages.length > 0) return packages.some(({ value }) => /^filesystem(?:[-.*]|$)/.test(value ?? ""));
  return !invocation.arguments.some(({ value }) =>
    /^--(?:security|sec-severity|cves?|advisory)(?:=|$)/.test(value ?? ""),
  );
}

/**
 * Enterprise Linux 9 has brought filesystem-3.16-5 with release 9.5, and nothing since. Docker's own image of Rocky Linux
 * is frozen at 9.3.
 */
function hasOldFilesystem(ctx: StageContext): boolean {
  if (ctx.base?.usersFamily !== "rhel9") return false;
  const [, minor] = ctx.base.release?.split(".") ?? [];
  if (minor !== undefined) return Number(minor) < 5;
  const from = headerEntry(ctx.stage, "from");
  return readImageName((from && effectiveValue(from, ctx)) ?? "")?.name === "rockylinux";
}

/** Whether an option leaves the package out, or a setting that the script has written. */
function isExcluded({ invocation, command }: Transaction, { script }: ScriptContext): boolean {
  const values = invocation.arguments.map(({ value }) => value ?? "?");
  const byOption = values.some(
    (value, at) =>
      /filesystem|\?/.test(value) && (/^--exclude/.test(value) || /^(?:-x|--exclude\w*)$/.test(values[at - 1] ?? "")),
  );
  return (
    byOption ||
    script.commands.some(
      (other) =>
        other.start < command.start && textsOf(other).some((text) => /\bexclude\w*\s*=.*filesystem/.test(text)),
    )
  );
}

function exclude({ manager, verb, packages }: Transaction): Fix | undefined {
  if (manager === "microdnf" || packages.length > 0) return undefined;
  if (verb === undefined || !verb.word.literal || verb.word.templated) return undefined;
  const { end } = verb.word;
  return {
    title: "Leave the package filesystem out of the update",
    safety: "unsafe",
    edits: [{ start: end, end, text: " --exclude=filesystem*" }],
  };
}

export default defineRule({
  meta: {
    code: "DF116",
    name: "filesystem-package-upgrade",
    summary: "Leave the package filesystem out where it cannot be updated",
    why: `The package \`filesystem\` owns \`/dev\`, \`/proc\` and \`/sys\`, and an update sets their owner. In \`%post\` these are mounts of the host's, whose
owner is not yours: \`unpacking of archive failed on file /dev: cpio: chown failed\`, and the whole update fails. It does in builds in a user
namespace; under the fakeroot command the change is pretended, and root may make it. Images of Enterprise Linux 9 from before 9.5 have an older
\`filesystem\` than the repositories, so that \`dnf update\` runs into it. Add \`--exclude=filesystem*\`, or drop the update and start from
a newer release.`,
    severity: "warning",
    confidence: "medium",
    fix: "unsafe",
    modes: { subuid: "fails", userns: "fails" },
    since: "0.1.0",
    sources: [
      "https://github.com/apptainer/apptainer/issues/2779",
      "Apptainer 1.4.5 and rpm 6.1, run in all modes: a package that owns /dev, /proc or /sys fails in these two alone",
    ],
    supersedes: ["DF803"],
  },
  on: { transaction: check },
});
