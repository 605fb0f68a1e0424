import { type Draft, defineRule, inEveryMode } from "../define-rule.ts";
import type { ScriptContext } from "../document.ts";
import { isOfSystem, type Transaction } from "../knowledge/package-managers/transactions.ts";
import { isFinalStage } from "../knowledge/recipe/image-contents.ts";

/** One finding a script, at its first upgrade of all. */
function* check({ stage, transactions }: ScriptContext): Iterable<Draft> {
  const upgrade = transactions.find(upgradesAll);
  if (upgrade === undefined || !isFinalStage(stage)) return;
  const { invocation, verb = invocation.program, manager } = upgrade;
  yield {
    range: { start: Math.min(invocation.program.word.start, verb.word.start), end: verb.word.end },
    message: `${manager} ${verb.value ?? ""} brings every package of the base up to date, so each build gives another image, and packages that need more than this build may do come with it. Name a newer tag in From: instead.`,
  };
}

/** On Arch there is no other way: installing without upgrading leaves a mixture. */
function upgradesAll(transaction: Transaction): boolean {
  const { action, packages, family } = transaction;
  return isOfSystem(transaction) && action === "upgrade" && packages.length === 0 && family !== "pacman";
}

export default defineRule({
  meta: {
    code: "DF803",
    name: "system-upgrade",
    summary: "Take a newer base image instead of upgrading all its packages",
    why: `\`apt-get upgrade\`, \`dnf update\` and their like bring all packages of the base up to date. The same recipe then gives another image
each day, the image holds the old and the new files of no use to anybody, and packages come along that fail without root: those that add
users, and those that own what Apptainer mounts. The makers of the base publish newer images: name a newer tag in \`From:\`, and
upgrade single packages where that is not enough.`,
    severity: "info",
    confidence: "medium",
    fix: "none",
    modes: inEveryMode("misleads"),
    since: "0.1.0",
    sources: ["apptainer/apptainer#2779", "CSC user guide, Containers", "apt-get(8), dnf(8), zypper(8), apk(8)"],
    group: "hygiene",
  },
  on: { post: (_script, ctx) => check(ctx) },
});
