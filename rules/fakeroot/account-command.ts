import type { Command } from "#grammar/shell/tree.ts";
import { type Draft, defineRule } from "../define-rule.ts";
import type { ScriptContext } from "../document.ts";
import { insertAccountStub } from "../edits/insert-account-stub.ts";
import { ACCOUNT_COMMANDS, accountCommandOf, areStubbed } from "../knowledge/accounts/accounts.ts";
import { failureIsTolerated } from "../knowledge/shell/failure.ts";
import type { ProgramRun } from "../knowledge/shell/flow.ts";
import { type Invocation, operandsOf } from "../knowledge/shell/invocation.ts";

/** One finding a command, whichever way it runs. */
function* check(ctx: ScriptContext): Iterable<Draft> {
  const changes = ctx.flow.programsNamed(...ACCOUNT_COMMANDS).filter(({ invocation }) => isAccountChange(invocation));
  for (const [at, run] of changes.entries()) if (run.command !== changes[at - 1]?.command) yield* checkChange(run, ctx);
}

function* checkChange({ command, invocation }: ProgramRun, ctx: ScriptContext): Iterable<Draft> {
  const { name, program } = invocation;
  const state = ctx.flow.stateBefore(command);
  if (areStubbed(state, toolsBehind(name, ctx)) !== "no") return;
  if (followsAccountChange(command, ctx)) return;
  const isTolerated = failureIsTolerated(command, state);
  const stops = state.reached === "yes" && !isTolerated;
  const isRemoval = /del$/.test(name);
  // The stand-ins remove nothing: they only keep the build from ending.
  const isSpared = isRemoval && isTolerated;
  const outcome = isTolerated
    ? `It fails, and the account ${isRemoval ? "stays" : "is missing"}.`
    : `${stops ? "It" : "Where it runs, it"} fails and ends the build.`;
  yield {
    range: program.word,
    severity: stops ? "error" : "warning",
    message: `${name} cannot change accounts here: without user namespaces /etc/passwd and /etc/group are mounts. ${outcome} A container runs as the user who starts it, so most images need no account of their own.`,
    fix: isBusyboxTool(name, ctx) || isSpared ? undefined : insertAccountStub(ctx, { safety: "safe" }),
  };
}

function isAccountChange(invocation: Invocation | undefined): boolean {
  const name = invocation && accountCommandOf(invocation);
  return invocation !== undefined && name !== undefined && !changesNothing(name, invocation);
}

/** Whether an account command before it in the same `&&` list fails first, so that this one is never run. */
function followsAccountChange(command: Command, ctx: ScriptContext): boolean {
  const { parent, role } = command;
  if (parent?.kind !== "chain" || typeof role !== "object") return false;
  return parent.members.some((member, index) => {
    const joined = parent.connectors.slice(index, role.index).every((connector) => connector === "&&");
    if (index >= role.index || !joined || member.kind !== "command") return false;
    return ctx.flow.runsOf(member).some(({ invocation }) => isAccountChange(invocation));
  });
}

/** Debian's adduser and addgroup call useradd and groupadd. */
function toolsBehind(name: string, ctx: ScriptContext): readonly string[] {
  if (isBusyboxTool(name, ctx)) return [name];
  if (name === "adduser") return ["useradd"];
  return name === "addgroup" ? ["groupadd"] : [name];
}

/** busybox has its own adduser and addgroup, which call nothing that a stub could stand in for. */
function isBusyboxTool(name: string, { stage: { base }, transactions }: ScriptContext): boolean {
  const isBusybox =
    base === undefined
      ? transactions.some(({ family }) => family === "apk")
      : /^(?:alpine|busybox)$/.test(base.distribution);
  return isBusybox && /^(?:adduser|addgroup)$/.test(name);
}

/** `useradd -D`, `--help`, a version, another root, and a command without an account. */
function changesNothing(name: string, { arguments: words }: Invocation): boolean {
  const isDebian = /^(?:adduser|addgroup)$/.test(name);
  const asksOnly = isDebian
    ? /^--(?:help|version)$/
    : /^(?:-D|--defaults|-h|--help|--version|-R|-P|--(?:root|prefix)(?:=.*)?)$/;
  return words.some(({ value }) => asksOnly.test(value ?? "")) || operandsOf(words).length === 0;
}

export default defineRule({
  meta: {
    code: "DF103",
    name: "account-command",
    summary: "Make no users or groups where they cannot be made",
    why: `In a build by setuid Apptainer and the fakeroot command, without user namespaces, \`/etc/passwd\` and \`/etc/group\` are
mounts. \`useradd\`, \`groupadd\`, \`usermod\` and their kin write a new file and rename it over the old one, which a mount
refuses: they end with an error, and the build with them. The account would not be in the image either way: the mounted copies are thrown away.
An image for a cluster seldom needs an account, since a container runs as the user who starts it: take the command out and make the files
readable for all (\`chmod -R a+rX\`). The mend keeps the command and lets it append to the mounted copies, so that a later
\`chown\` finds the name; builds that can add accounts are untouched. \`passwd\`, \`chpasswd\` and \`chage\` are no danger: they write
\`/etc/shadow\`, which is not mounted.`,
    severity: "error",
    confidence: "high",
    fix: "safe",
    modes: { "suid-fakeroot": "fails" },
    since: "0.1.0",
    sources: [
      "Apptainer, internal/pkg/runtime/engine/apptainer/container_linux.go, addIdentityMount",
      "Apptainer 1.4.5, run in all modes: groupadd 10, useradd 1, usermod 10, adduser 1 in this one; passwd and chpasswd succeed",
    ],
  },
  on: { post: (_script, ctx) => check(ctx) },
});
