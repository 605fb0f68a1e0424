import type { Command } from "#grammar/shell/tree.ts";
import { type Draft, defineRule, type Fix } from "../define-rule.ts";
import type { ScriptContext } from "../document.ts";
import { stubEdits } from "../edits/insert-account-stub.ts";
import { removeCommand } from "../edits/remove.ts";
import { ACCOUNT_COMMANDS, SCRIPTLET_TOOLS } from "../knowledge/accounts.ts";
import { fileChanges, toolAt } from "../knowledge/file-changes.ts";
import { isBehindMountGuard } from "../knowledge/mount-guard.ts";

interface HandMadeStub {
  readonly command: Command;
  readonly tool: string;
}

function* check(ctx: ScriptContext): Iterable<Draft> {
  const stubs = handMadeStubs(ctx);
  const first = stubs[0];
  if (first === undefined) return;
  const tools = [...new Set(stubs.map(({ tool }) => tool))];
  const fix = guardStubs(ctx, stubs);
  yield {
    range: first.command,
    message: `${tools.join(" and ")} ${tools.length > 1 ? "are" : "is"} replaced in every build, also where accounts can be made, and the image keeps the replacement. Replace them only where /etc/group is a mount, and put them back at the end.`,
    related: stubs.slice(1).map(({ command, tool }) => ({ message: `${tool} is replaced here`, range: command })),
    ...(fix === undefined ? {} : { fix }),
  };
}

function handMadeStubs(ctx: ScriptContext): HandMadeStub[] {
  const stubs: HandMadeStub[] = [];
  for (const command of ctx.script.tree?.commands ?? []) {
    for (const { state, invocation } of ctx.flow.runsOf(command)) {
      for (const { path, how, from } of fileChanges(command, invocation, state.variables)) {
        const tool = toolAt(path);
        const isAccountTool = tool !== undefined && (ACCOUNT_COMMANDS.has(tool) || SCRIPTLET_TOOLS.includes(tool));
        if (!isAccountTool || !(how === "truncate" || how === "rename") || !doesNothing(command, from)) continue;
        if (!isBehindMountGuard(command)) stubs.push({ command, tool });
      }
    }
  }
  return stubs;
}

/** A copy of, or a link to, a program that only succeeds; or a script that a redirect writes. */
function doesNothing(command: Command, from: string | undefined): boolean {
  return from === undefined ? command.redirects.length > 0 : /(?:^|\/)(?:true|:|busybox)$/.test(from);
}

/** deflint's own stub for the hand-made ones; only where each is a command of its own. */
function guardStubs(ctx: ScriptContext, stubs: readonly HandMadeStub[]): Fix | undefined {
  const removals = stubs.map(({ command }) =>
    command.parent === undefined ? removeCommand(ctx.document.source, command) : undefined,
  );
  const insertion = stubEdits(ctx);
  if (insertion === undefined || removals.some((edit) => edit === undefined)) return undefined;
  const edits = [...insertion.edits, ...removals.filter((edit) => edit !== undefined)];
  return {
    title: "Replace the account tools only where no account can be added",
    safety: "unsafe",
    edits: edits.sort((a, b) => a.start - b.start || a.end - b.end),
  };
}

export default defineRule({
  meta: {
    code: "DF120",
    name: "unguarded-stub",
    summary: "Replace groupadd and useradd only where they cannot work",
    why: `\`cp /usr/bin/true /usr/sbin/groupadd\` lets packages install in a build without user namespaces. Written like this it
also acts where accounts can be made: the packages' users and groups are missing there without any error, and in every image the tools are
dead, so that a recipe that builds on it fails in other ways. Ask first whether \`/etc/group\` is a mount
(\`grep -qs ' /etc/group ' /proc/self/mounts\`), which is so in just those builds, and put the real tools back at the end.`,
    severity: "info",
    confidence: "high",
    fix: "unsafe",
    modes: {
      root: "misleads",
      subuid: "misleads",
      userns: "misleads",
      "userns-fakeroot": "misleads",
      "suid-fakeroot": "misleads",
    },
    since: "0.1.0",
    sources: ["Apptainer 1.4.5, run in all modes: the guard holds in builds without user namespaces alone"],
  },
  on: { post: (_script, ctx) => check(ctx) },
});
