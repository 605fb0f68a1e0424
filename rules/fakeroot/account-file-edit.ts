import type { Command } from "#grammar/shell/tree.ts";
import { type Draft, defineRule } from "../define-rule.ts";
import type { ScriptContext } from "../document.ts";
import { isAccountFile } from "../knowledge/accounts/accounts.ts";
import { isBehindMountGuard } from "../knowledge/accounts/mount-guard.ts";
import { failureIsTolerated } from "../knowledge/shell/failure.ts";
import { type FileChange, fileChanges, takesName } from "../knowledge/shell/file-changes.ts";
import type { State } from "../knowledge/shell/state.ts";

/**
 * One finding for each edit that fails, and one for all that is lost, which names its other places. What is written only
 * where the files are mounts is meant for the build alone: a name that a package's script then finds.
 */
function* check(ctx: ScriptContext): Iterable<Draft> {
  if (!ctx.flow.changes.some(({ change }) => isAccountFile(change.path))) return;
  const lost: FileChange[] = [];
  for (const command of ctx.script.commands) {
    for (const { change, state } of accountFileChanges(command, ctx)) {
      if (!takesName(change)) {
        if (!isBehindMountGuard(command)) lost.push(change);
        continue;
      }
      const stops = state.reached === "yes" && !failureIsTolerated(command, state);
      yield { range: change.word, severity: stops ? "error" : "warning", message: describe(change), ...BUSY };
    }
  }
  const [first, ...others] = lost;
  if (first === undefined) return;
  const related = others.map(({ word, path }) => ({
    message: `what is written to ${path} here is lost too`,
    range: word,
  }));
  yield { range: first.word, message: describe(first), related };
}

/** The account files that a command changes, each word once. */
function accountFileChanges(command: Command, ctx: ScriptContext): { change: FileChange; state: State }[] {
  const seen = new Map<string, { change: FileChange; state: State }>();
  for (const { state, invocation } of ctx.flow.runsOf(command)) {
    for (const change of fileChanges(command, invocation, state.variables)) {
      if (isAccountFile(change.path)) seen.set(`${change.word.start} ${change.path}`, { change, state });
    }
  }
  return [...seen.values()];
}

const BUSY = { modes: { "suid-fakeroot": "fails" } } as const;

function describe(change: FileChange): string {
  const { path, how } = change;
  if (takesName(change)) {
    const what = how === "remove" ? "it cannot be removed" : "no other file can take its name";
    return `${path} is a mount here (a build without user namespaces), so ${what}: "Device or resource busy". Leave the file alone: a container runs as the user who starts it.`;
  }
  return `What is written to ${path} here is lost: in a build without user namespaces it goes to a mounted copy and not into the image. Write to $APPTAINER_ROOTFS${path} in %setup if the image needs it.`;
}

export default defineRule({
  meta: {
    code: "DF104",
    name: "account-file-edit",
    summary: "Leave /etc/passwd and /etc/group alone where they are mounts",
    why: `In a build by setuid Apptainer and the fakeroot command, without user namespaces, \`/etc/passwd\` and \`/etc/group\` are
mounted copies. \`sed -i\`, \`mv\` and other tools that put a new file in their place end with \`Device or resource busy\`.
What is appended to them or written into them is seen for the rest of the build and is not in the image, without any error.
A container runs as the user who starts it, whose entry Apptainer adds by itself, so the line is seldom needed. Where it is, write
to \`$APPTAINER_ROOTFS/etc/passwd\` in \`%setup\`.`,
    severity: "warning",
    confidence: "high",
    fix: "none",
    modes: { "suid-fakeroot": "lost" },
    since: "0.1.0",
    sources: [
      "Apptainer, internal/pkg/runtime/engine/apptainer/container_linux.go, addIdentityMount",
      "Apptainer 1.4.5, run in all modes: sed -i ends with 4, mv with 1, an append succeeds and is not in the image",
    ],
  },
  on: { post: (_script, ctx) => check(ctx) },
});
