import type { Command } from "#grammar/shell/tree.ts";
import { type Draft, defineRule } from "../define-rule.ts";
import type { ScriptContext } from "../document.ts";
import { madeAccounts } from "../knowledge/accounts/made-accounts.ts";
import { isOtherUser, type UserSwitch, userSwitchOf } from "../knowledge/accounts/user-switches.ts";
import { failureIsTolerated } from "../knowledge/shell/failure.ts";
import type { State } from "../knowledge/shell/state.ts";

/** One finding for each switch that fails; one for all that are pretended, which names the others. */
function* check(ctx: ScriptContext): Iterable<Draft> {
  const pretended: UserSwitch[] = [];
  for (const command of ctx.script.commands) {
    for (const { state, invocation } of ctx.flow.runsOf(command)) {
      const change = invocation && userSwitchOf(invocation);
      if (change === undefined) continue;
      if (ctx.document.target.mode === "userns") {
        if (failsForRootToo(change) || isOtherUser(change.user)) yield describeFailure(change, command, state);
      } else if (isOtherUser(change.user) && !isFailedAccount(change, ctx))
        pretended.push(readsScript(command) ? { ...change, runsCommand: true } : change);
    }
  }
  const [first, ...others] = pretended;
  if (first === undefined) return;
  yield {
    range: first.program.word,
    severity: "info",
    message: describePretence(first),
    related: others.map(({ program }) => ({ message: "this switch is pretended too", range: program.word })),
  };
}

/** Whether a shell that it opens has something to read: a heredoc or a pipe. */
function readsScript({ heredocs, parent, role }: Command): boolean {
  const isPiped = parent?.kind === "chain" && typeof role === "object" && parent.connectors[role.index - 1] === "|";
  return heredocs.length > 0 || isPiped;
}

/** su and runuser set the groups of the user, root's too, which only a fuller map of ids allows. */
function failsForRootToo({ name }: UserSwitch): boolean {
  return name === "su" || name === "runuser";
}

/** An account that cannot be made in this mode is another rule's finding. */
function isFailedAccount({ user = "" }: UserSwitch, ctx: ScriptContext): boolean {
  return ctx.document.target.mode === "suid-fakeroot" && madeAccounts(ctx).has(user);
}

function describeFailure({ name, program }: UserSwitch, command: Command, state: State): Draft {
  const stops = state.reached === "yes" && !failureIsTolerated(command, state);
  return {
    range: program.word,
    severity: stops ? "error" : "warning",
    modes: { userns: "fails" },
    message: `${name} fails here: root is the only user that exists, and its groups cannot be changed. Run the command directly.`,
  };
}

function describePretence({ name, user, runsCommand }: UserSwitch): string {
  const effect = runsCommand
    ? `${name} runs the command as the user who builds; fakeroot only tells it that it is ${user}, and its files are root's in the image.`
    : `${name} opens a shell of its own, which reads nothing here: what stands below does not run as ${user}.`;
  return `${effect} Run the command directly.`;
}

export default defineRule({
  meta: {
    code: "DF109",
    name: "switch-user",
    summary: "Run commands in %post directly, not as another user",
    why: `An unprivileged build has one real user, the one who builds. With user namespaces alone, \`su\`, \`runuser\`, \`gosu\` and \`sudo -u\` end with
an error such as \`cannot set groups: Operation not permitted\`, even where the user is root. Under the fakeroot command the switch is only pretended: the
command runs, and its files are root's in the image. \`su NAME\` without a command, as converters from Dockerfiles write it for \`USER\`, does nothing
in any build: it opens a shell and closes it again. Run the command directly, and leave the files readable for all.`,
    severity: "error",
    confidence: "high",
    fix: "none",
    modes: { userns: "fails", "userns-fakeroot": "misleads", "suid-fakeroot": "misleads" },
    since: "0.1.0",
    sources: ["Apptainer 1.4.5, run in all modes: su, runuser, setpriv and sudo -u, to nobody and to root"],
  },
  on: { post: (_script, ctx) => check(ctx) },
});
