import type { Command } from "#grammar/shell/tree.ts";
import { type Draft, defineRule } from "../define-rule.ts";
import type { ScriptContext } from "../document.ts";
import { insertAccountStub, standsIn } from "../edits/insert-account-stub.ts";
import { accountCommand } from "../knowledge/accounts.ts";
import { failureIsTolerated } from "../knowledge/failure.ts";
import { type Invocation, operandsOf } from "../knowledge/invocation.ts";

function* check(command: Command, ctx: ScriptContext): Iterable<Draft> {
  const invocation = ctx.flow.invocationOf(command);
  const name = invocation?.program.value === undefined ? undefined : accountCommand(invocation.program.value);
  if (invocation === undefined || name === undefined || changesNothing(name, invocation)) return;
  const state = ctx.flow.stateBefore(command);
  if (state.reached === "no" || standsIn(ctx, command, toolsBehind(name, ctx)) !== "no") return;
  const stops = state.reached === "yes" && !failureIsTolerated(command, state);
  const fix = isBusyboxTool(name, ctx) ? undefined : insertAccountStub(ctx, { safety: "safe" });
  yield {
    range: invocation.program.word,
    severity: stops ? "error" : "warning",
    message: `${name} cannot change accounts here: without user namespaces /etc/passwd and /etc/group are mounts. ${stops ? "It fails and ends the build." : "It fails, and the account is missing."} A container runs as the user who starts it, so most images need no account of their own.`,
    ...(fix === undefined ? {} : { fix }),
  };
}

/** Debian's adduser and addgroup call useradd and groupadd. */
function toolsBehind(name: string, ctx: ScriptContext): readonly string[] {
  if (isBusyboxTool(name, ctx)) return [name];
  if (name === "adduser") return ["useradd"];
  return name === "addgroup" ? ["groupadd"] : [name];
}

/** busybox has its own adduser and addgroup, which call nothing that a stub could stand in for. */
function isBusyboxTool(name: string, { stage: { base } }: ScriptContext): boolean {
  return /^(?:adduser|addgroup)$/.test(name) && (base?.distribution === "alpine" || base?.distribution === "busybox");
}

/** `useradd -D`, `--help`, a version, and a command without an account. */
function changesNothing(name: string, { arguments: words }: Invocation): boolean {
  if (
    words.some(
      ({ value }) =>
        /^(?:-D|--defaults|-h|--help|--version)$/.test(value ?? "") && !/^(?:adduser|addgroup)$/.test(name),
    )
  ) {
    return true;
  }
  return operandsOf(words).length === 0;
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
  on: { postCommand: check },
});
